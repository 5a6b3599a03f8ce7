"""Remakes tpe.json: python3 goldens/tpe.py. The tree-structured Parzen estimator by its definition in NumPy and SciPy:
adaptive bandwidths as in hyperopt 0.2 (adaptive_parzen_normal, without linear forgetting), mixtures cut at their bounds."""
import json
import math
import pathlib
import platform

import numpy as np
import scipy
from scipy.stats import norm


def park_miller(seed, count):
    out, state = np.empty(count), seed
    for i in range(count):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out


def adaptive(mus, prior_weight, low, high):
    """Means, deviations and weights of the mixture, sorted by mean."""
    mus = np.asarray(mus, float)
    prior_mu, prior_sigma = (low + high) / 2, high - low
    if len(mus) == 0:
        means, sigma, at = np.array([prior_mu]), np.array([prior_sigma]), 0
    elif len(mus) == 1:
        at = 0 if prior_mu <= mus[0] else 1
        means = np.array([prior_mu, mus[0]] if at == 0 else [mus[0], prior_mu])
        sigma = np.full(2, prior_sigma / 2)
    else:
        order = np.sort(mus)
        at = int(np.searchsorted(order, prior_mu))
        means = np.insert(order, at, prior_mu)
        gaps = np.diff(means)
        sigma = np.zeros(len(means))
        sigma[1:-1] = np.maximum(gaps[:-1], gaps[1:])
        sigma[0], sigma[-1] = gaps[0], gaps[-1]
    sigma = np.clip(sigma, prior_sigma / min(100.0, 1.0 + len(means)), prior_sigma)
    sigma[at] = prior_sigma
    weights = np.ones(len(means))
    weights[at] = prior_weight
    return means, sigma, weights / weights.sum()


def density(x, mixture, low, high):
    means, sigma, weights = mixture
    inside = (weights * (norm.cdf(high, means, sigma) - norm.cdf(low, means, sigma))).sum()
    return [float((weights * norm.pdf(value, means, sigma)).sum() / inside) for value in x]


def mass(cells, mixture, low, high):
    means, sigma, weights = mixture
    inside = (weights * (norm.cdf(high, means, sigma) - norm.cdf(low, means, sigma))).sum()
    return [float((weights * (norm.cdf(b, means, sigma) - norm.cdf(a, means, sigma))).sum() / inside) for a, b in cells]


def categories(places, count, prior_weight):
    counts = np.bincount(np.asarray(places, int), minlength=count) + prior_weight
    return counts / counts.sum()


parzen = []
for seed, count, low, high, prior in ((1, 0, -1, 3, 1), (2, 1, 0, 1, 1), (5, 1, 0, 1, 0.5), (3, 2, -2, 0, 1), (4, 7, 0, 10, 2),
                                      (7, 40, -5, 5, 1), (8, 150, 0, 1, 1)):
    observed = low + (high - low) * park_miller(seed * 1000003, count)
    if count == 40:
        observed[20:] = np.round(observed[20:])
    at = np.linspace(low, high, 9)
    mixture = adaptive(observed, prior, low, high)
    parzen.append(dict(observations=observed.tolist(), low=low, high=high, priorWeight=prior, at=at.tolist(),
                       density=density(at, mixture, low, high),
                       mass=mass(list(zip(at[:-1], at[1:])), mixture, low, high)))

# A history: 60 points of a box with a condition, some of them failed.
draws = park_miller(20260, 60 * 5).reshape(60, 5)
kinds = ['gru', 'lstm', 'rnn']
points, losses = [], []
for index, (kind, rate, units, gate, noise) in enumerate(draws):
    point = {'cell': kinds[int(3 * kind)], 'rate': float(10 ** (-4 + 4 * rate)), 'units': int(1 + math.floor(40 * units))}
    if point['cell'] != 'rnn':
        point['gate'] = float(2 * gate - 1)
    failed = index % 9 == 4
    points.append(point)
    losses.append(None if failed else float((math.log10(point['rate']) + 2) ** 2 + abs(point['units'] - 20) / 20
                                            + (0.7 if point['cell'] == 'rnn' else point['gate'] ** 2) + 0.2 * noise))

gamma, prior = 0.5, 1.0
ranked = sorted((i for i in range(60) if losses[i] is not None), key=lambda i: (losses[i], i))
good = sorted(ranked[:min(math.ceil(gamma * math.sqrt(len(ranked))), 25)])
others = [i for i in range(60) if i not in good]


def ratios(name, low, high, values, to, cell=None):
    sides = [adaptive([to(points[i][name]) for i in side if name in points[i]], prior, low, high) for side in (good, others)]
    if cell is None:
        l, g = (density([to(v) for v in values], side, low, high) for side in sides)
    else:
        l, g = (mass([cell(v) for v in values], side, low, high) for side in sides)
    return dict(values=values, ratio=[a / b for a, b in zip(l, g)])


same = lambda value: value
l, g = (categories([kinds.index(points[i]['cell']) for i in side], 3, prior) for side in (good, others))
models = dict(
    cell=dict(values=kinds, ratio=(l / g).tolist()),
    rate=ratios('rate', math.log(1e-4), math.log(1), [1e-4, 1e-3, 0.003, 0.01, 0.02, 0.5, 1.0], math.log),
    units=ratios('units', math.log(0.5), math.log(40.5), [1, 2, 10, 19, 20, 21, 40], math.log,
                 lambda v: (math.log(v - 0.5), math.log(v + 0.5))),
    gate=ratios('gate', -1, 1, [-1, -0.6, -0.1, 0, 0.3, 1], same),
)

grid = np.concatenate([np.linspace(-9, 9, 37), [-20, -35, 3.4999, 3.5001, -3.4999, -3.5001, 1e-9]])
out = dict(
    made=dict(python=platform.python_version(), numpy=np.__version__, scipy=scipy.__version__),
    normal=dict(z=grid.tolist(), probability=norm.cdf(grid).tolist()),
    parzen=parzen,
    history=dict(points=points, losses=losses, gamma=gamma, good=good, models=models),
)
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(out, indent=1) + '\n')
