"""Remakes rdm.json: python3 goldens/rdm.py. Distances of SciPy, comparisons by their formulas."""
import itertools
import json
import pathlib
import platform

import numpy as np
import scipy
import sklearn
from scipy.spatial.distance import pdist
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
    'whitenedCosine': float(dx @ V @ dy / np.sqrt((dx @ V @ dx) * (dy @ V @ dy))),
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
