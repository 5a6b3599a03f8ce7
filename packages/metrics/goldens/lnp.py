"""Remakes lnp.json: python3 goldens/lnp.py (a minute). The LN Poisson model by SciPy's trust-region minimiser on dense
designs, its cross-validation and forward search as Hardcastle et al. 2017 describe them."""
import json
import pathlib
import platform
from itertools import combinations

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import wilcoxon


def park_miller(seed, size):
    out, state = np.empty(size), seed
    for i in range(size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out


T, SIDE, TURN, LINE = 1500, 5, 6, 4
u = park_miller(9, 6 * T).reshape(6, T)
# Bins that stay for a while, as an animal's do.
held = lambda row, every: np.repeat(u[row, : -(-T // every)], every)[:T]
position = np.floor(SIDE * held(0, 7)).astype(int) * SIDE + np.floor(SIDE * held(1, 5)).astype(int)
heading = np.floor(TURN * held(2, 4)).astype(int)
speed = np.floor(LINE * held(3, 6)).astype(int)
theta = (np.arange(T) * 5 // 4) % TURN
drive = (-1.2 + 1.1 * np.exp(-((position // SIDE - 1) ** 2 + (position % SIDE - 3) ** 2) / 3)
         + 0.7 * np.cos(2 * np.pi * heading / TURN) + 0.01 * speed)
# Counts by inverting Poisson's distribution.
counts = np.array([scipy.stats.poisson.ppf(p, m) for p, m in zip(u[4], np.exp(drive))])


def line(n):
    d = np.diff(np.eye(n), axis=0)
    return d.T @ d


def circle(n):
    d = line(n)
    d[0] = np.roll(np.r_[2, -1, np.zeros(n - 3), -1], 0)
    d[-1] = np.r_[-1, np.zeros(n - 3), -1, 2]
    return d


variables = {
    'position': (position, np.kron(np.eye(SIDE), line(SIDE)) + np.kron(line(SIDE), np.eye(SIDE)), 8),
    'heading': (heading, circle(TURN), 50),
    'speed': (speed, line(LINE), 50),
    'theta': (theta, circle(TURN), 50),
}


def design(names):
    blocks = [np.eye(variables[n][1].shape[0])[variables[n][0]] for n in names]
    penalties = [variables[n][2] * variables[n][1] for n in names]
    return np.hstack(blocks), scipy.linalg.block_diag(*penalties)


def fit(x, penalty, n):
    def objective(p):
        r = np.exp(x @ p)
        return (r - n * (x @ p)).sum() + p @ penalty @ p / 2

    def gradient(p):
        return x.T @ (np.exp(x @ p) - n) + penalty @ p

    def hessian(p):
        return x.T @ (np.exp(x @ p)[:, None] * x) + penalty

    start = np.zeros(x.shape[1])
    out = minimize(objective, start, jac=gradient, hess=hessian, method='trust-exact', options={'gtol': 1e-4, 'maxiter': 200})
    # What rounding of the objective left: two steps with the pseudo-inverse, for blocks share a constant.
    for _ in range(2):
        out.x = out.x - np.linalg.pinv(hessian(out.x)) @ gradient(out.x)
    assert np.abs(gradient(out.x)).max() < 1e-9, np.abs(gradient(out.x)).max()
    return out.x, objective(out.x)


edges = np.floor(np.linspace(1, T + 1, 51) + 0.5).astype(int) - 1
fold_of = np.empty(T, int)
for k in range(50):
    fold_of[edges[k]:edges[k + 1]] = k % 10
taps = np.exp(-np.arange(-4, 5) ** 2 / 8)
taps /= taps.sum()


def scores(n, r):
    log = lambda rate: (n * np.log(rate) - rate - gammaln(n + 1)).sum() / n.sum()
    a, b = (np.convolve(v / 0.02, taps, 'same') for v in (n, r))
    return [(log(r) - log(np.full(n.size, n.mean()))) / np.log(2), 1 - ((a - b) ** 2).sum() / ((a - a.mean()) ** 2).sum(),
            np.corrcoef(a, b)[0, 1], ((a - b) ** 2).mean()]


def cross_validate(names):
    x, penalty = design(names)
    out = []
    for k in range(10):
        test = fold_of == k
        p, _ = fit(x[~test], penalty, counts[~test])
        out.append(scores(counts[test], np.exp(x[test] @ p)))
    return out


validated = {}
for size in (1, 2, 3, 4):
    for names in combinations(variables, size):
        validated['+'.join(names)] = cross_validate(names)
increases = {k: np.array(v)[:, 0] for k, v in validated.items()}
mean = lambda names: increases['+'.join(names)].mean()
order = lambda names: tuple(n for n in variables if n in names)
chosen = max(((n,) for n in variables), key=mean)
steps = []
while len(chosen) < 4:
    larger = max((order(chosen + (n,)) for n in variables if n not in chosen), key=mean)
    p = float(wilcoxon(increases['+'.join(larger)] - increases['+'.join(chosen)], alternative='greater').pvalue)
    steps.append([[n for n in larger if n not in chosen][0], p])
    if p >= 0.05:
        break
    chosen = larger

fits = {}
for names in (('position',), ('heading',), ('speed',), ('position', 'heading'), tuple(variables)):
    x, penalty = design(names)
    p, objective = fit(x, penalty, counts)
    fits['+'.join(names)] = {'objective': objective, 'rates': np.exp(x @ p)[:40].tolist()}

golden = {
    'generator': 'scipy.optimize.minimize(method=trust-exact) on dense designs; scipy.stats.wilcoxon',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'sizes': {'position': [SIDE, SIDE], 'heading': [TURN], 'speed': [LINE], 'theta': [TURN]},
    'bins': {name: bins.tolist() for name, (bins, _, _) in variables.items()},
    'counts': counts.astype(int).tolist(), 'fits': fits, 'validated': validated,
    'selected': list(chosen), 'steps': steps,
    'pValue': float(wilcoxon(increases['+'.join(chosen)], alternative='greater').pvalue),
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
