"""Remakes cka.json: python3 goldens/cka.py. Alignments and shape distances by their definitions in NumPy."""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.spatial import procrustes
from sklearn.linear_model import LinearRegression


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def rbf(x, bandwidth):
    d = ((x[:, None] - x[None]) ** 2).sum(-1)
    return np.exp(-d / (2 * bandwidth ** 2 * np.median(d)))


def biased(k, l):
    h = np.eye(len(k)) - 1 / len(k)
    hsic = lambda a, b: ((h @ a @ h) * (h @ b @ h)).sum()
    return float(hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l)))


def debiased(k, l):
    n, one = len(k), np.ones(len(k))
    k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))
    hsic = lambda a, b: ((a * b).sum() + one @ a @ one * (one @ b @ one) / ((n - 1) * (n - 2))
                         - 2 * one @ a @ b @ one / (n - 2)) / (n * (n - 3))
    return float(hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l)))


cases = []
for n, p, q in ((40, 6, 9), (37, 50, 8), (20, 50, 70)):
    x, y = park_miller(n, (n, p)), park_miller(n + 1, (n, q))
    y[:, :4] += x[:, :4]
    cases.append({
        'shape': [n, p, q],
        'linear': [biased(x @ x.T, y @ y.T), debiased(x @ x.T, y @ y.T)],
        'rbf': [biased(rbf(x, 0.7), rbf(y, 0.7)), debiased(rbf(x, 0.7), rbf(y, 0.7))],
        'nuclear': float(np.linalg.norm((x - x.mean(0)).T @ (y - y.mean(0)), 'nuc')),
        'disparity': float(procrustes(np.pad(x, ((0, 0), (0, max(0, q - p)))), np.pad(y, ((0, 0), (0, max(0, p - q)))))[2]),
        'predictivity': float(
            1 - ((y - LinearRegression().fit(x, y).predict(x)) ** 2).sum() / ((y - y.mean(0)) ** 2).sum()),
    })
golden = {
    'generator': 'numpy by definition; scipy.spatial.procrustes; sklearn LinearRegression',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'cases': cases,
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
