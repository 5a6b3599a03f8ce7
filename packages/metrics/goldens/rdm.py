"""Remakes rdm.json: python3 goldens/rdm.py. Distances of SciPy, comparisons by their formulas."""
import itertools
import json
import pathlib
import platform

import numpy as np
import scipy
import sklearn
from numpy.random import RandomState
from scipy.spatial.distance import pdist
from scipy.stats import kendalltau, rankdata
from sklearn.covariance import ledoit_wolf


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


X, Y = park_miller(91, (7, 9)) - 0.3, park_miller(92, (7, 9)) - 0.3
noise = park_miller(93, (40, 9))
covariance = np.cov(noise.T)
trials = X + 0.4 * (park_miller(94, (5, 7, 9)) - 0.5)
residuals = (trials - trials.mean(0)).reshape(-1, 9)


def crossnobis(shrinkage):
    sample = residuals.T @ residuals / (4 * 7)
    shrunk = (1 - shrinkage) * sample + shrinkage * np.trace(sample) / 9 * np.eye(9)
    precision = np.linalg.inv(shrunk)
    out = []
    for i, j in itertools.combinations(range(7), 2):
        d = trials[:, i] - trials[:, j]
        out.append(np.mean([d[a] @ precision @ d[b] / 9 for a in range(5) for b in range(5) if a != b]))
    return out


pairs = list(itertools.combinations(range(7), 2))
contrasts = np.zeros((len(pairs), 7))
for row, (i, j) in enumerate(pairs):
    contrasts[row, i], contrasts[row, j] = 1, -1
V = np.linalg.inv((contrasts @ contrasts.T) ** 2)
dx, dy = pdist(X, 'sqeuclidean'), pdist(Y, 'sqeuclidean')
share = float(ledoit_wolf(residuals, assume_centered=True)[1])
stimulus_covariance = np.cov(park_miller(95, (30, 7)).T) + 0.02 * np.eye(7)
W = np.linalg.inv((contrasts @ stimulus_covariance @ contrasts.T) ** 2)
weights = park_miller(96, (21,))


def whitened(a, b, precision):
    return float(a @ precision @ b / np.sqrt((a @ precision @ a) * (b @ precision @ b)))


def weighted(a, b, centre):
    a, b = (x - np.average(x, weights=weights) * centre for x in (a, b))
    return float((weights * a * b).sum() / np.sqrt((weights * a * a).sum() * (weights * b * b).sum()))


tied_x, tied_y = np.round(3 * dx), np.round(3 * dy)
source_trials = Y + 0.6 * (park_miller(97, (4, 7, 9)) - 0.5)


def rsa_halves(seed, source):
    state = RandomState(seed)

    def split(data):
        order = list(range(len(data)))
        state.shuffle(order)
        middle = len(order) // 2
        return [pdist(data[half].mean(0), 'correlation') for half in (order[:middle], order[middle:])]

    t1, t2 = split(trials)
    s1, s2 = split(source) if source.ndim == 3 else [pdist(source, 'correlation')] * 2

    def sb(a, b):
        r = np.corrcoef(a, b)[0, 1]
        return 2 * r / (1 + r)

    return [float(np.corrcoef(s1, t2)[0, 1]), float(np.sqrt(sb(t1, t2) * (sb(s1, s2) if source.ndim == 3 else 1)))]


mixed = 0.6 * X + 0.4 * Y
golden = {
    'generator': 'scipy pdist; sklearn ledoit_wolf; crossnobis and whitened cosine by their definitions',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__,
                 'sklearn': sklearn.__version__},
    'correlation': pdist(X, 'correlation').tolist(), 'cosine': pdist(X, 'cosine').tolist(),
    'euclidean': pdist(X, 'euclidean').tolist(),
    'covariance': covariance.ravel().tolist(),
    'mahalanobis': pdist(X, 'mahalanobis', VI=np.linalg.inv(covariance)).tolist(),
    'ledoitWolf': share,
    'crossnobis': crossnobis(share), 'crossnobis02': crossnobis(0.2),
    'whitenedCosine': whitened(dx, dy, V),
    'whitenedPearson': whitened(dx - dx.mean(), dy - dy.mean(), V),
    'stimulusCovariance': stimulus_covariance.ravel().tolist(),
    'whitenedCosineCovariance': whitened(dx, dy, W),
    'whitenedPearsonCovariance': whitened(dx - dx.mean(), dy - dy.mean(), W),
    'weighted': {'pearson': weighted(dx, dy, 1), 'cosine': weighted(dx, dy, 0),
                 'spearman': weighted(rankdata(dx), rankdata(dy), 1)},
    'tiedKendallB': float(kendalltau(tied_x, tied_y)[0]),
    'tiedKendall': float(np.mean([np.sign(tied_x[i] - tied_x[j]) * np.sign(tied_y[i] - tied_y[j])
                                  for i in range(21) for j in range(i)])),
    'rsaConsistency': {'model': [rsa_halves(s, mixed) for s in (3, 4, 5)],
                       'animal': [rsa_halves(s, source_trials) for s in (3, 4, 5)]},
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
