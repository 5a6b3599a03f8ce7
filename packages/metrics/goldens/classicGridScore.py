"""Remakes classicGridScore.json: python3 goldens/classicGridScore.py. Autocorrelograms by NumPy, rotations by SciPy."""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.ndimage import gaussian_filter, rotate


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def hexagonal(spacing, orientation, bins=20):
    x, y = np.meshgrid(5 * np.arange(bins) + 2.5, 5 * np.arange(bins) + 2.5, indexing='ij')
    k = 4 * np.pi / (np.sqrt(3) * spacing)
    angles = np.radians(orientation + 30 + 60 * np.arange(3))
    return np.maximum(0, (1.5 + sum(np.cos(k * (x * np.cos(t) + y * np.sin(t))) for t in angles)) / 4.5)


def square(spacing, bins=20):
    x, y = np.meshgrid(5 * np.arange(bins) + 2.5, 5 * np.arange(bins) + 2.5, indexing='ij')
    return (np.cos(2 * np.pi * x / spacing) + np.cos(2 * np.pi * y / spacing) + 2) / 4


def autocorrelogram(f):
    n = len(f)
    out = np.zeros((2 * n - 1, 2 * n - 1))
    for i in range(1 - n, n):
        for j in range(1 - n, n):
            a = f[max(0, i):n + min(0, i), max(0, j):n + min(0, j)].ravel()
            b = f[max(0, -i):n + min(0, -i), max(0, -j):n + min(0, -j)].ravel()
            if np.ptp(a) > 0 and np.ptp(b) > 0:
                out[i + n - 1, j + n - 1] = np.corrcoef(a, b)[0, 1]
    return out


def scores(f, inner=None, outers=None):
    sac = autocorrelogram(f)
    n = len(f)
    rows, columns = np.indices(sac.shape) - (n - 1)
    distance = np.hypot(rows, columns)
    limit = (int(np.round(1.8 * n)) - 1) // 2
    if inner is None:
        means = [sac[np.round(distance) == k].mean() for k in range(limit + 1)]
        troughs = (k for k in range(1, limit) if means[k] < means[k - 1] and means[k] <= means[k + 1])
        inner = next(troughs, None)
        if inner is None:
            return {'inner': None, 'rings': [], 'score': None}
    if outers is None:
        outers = range(inner + 1, limit + 1)
    turned = {angle: rotate(sac, angle, order=1, reshape=False) for angle in (30, 60, 90, 120, 150)}
    rings = []
    for outer in outers:
        ring = (distance > inner) & (distance <= outer)
        r = {angle: np.corrcoef(sac[ring], turned[angle][ring])[0, 1] for angle in turned}
        rings.append(min(r[60], r[120]) - max(r[30], r[90], r[150]))
    means = np.convolve(rings, np.ones(3) / 3, 'valid') if len(rings) >= 3 else [np.mean(rings)]
    return {'inner': inner, 'rings': rings, 'score': max(means)}


maps = {
    'hexagonal': hexagonal(40, 7),
    'small': hexagonal(30, 0),
    'square': square(40),
    'noise': gaussian_filter(park_miller(101, (20, 20)), 1, mode='constant'),
    'oddSide': gaussian_filter(park_miller(103, (17, 17)), 1, mode='constant'),
    'noTrough': gaussian_filter(park_miller(102, (17, 17)), 1.5, mode='constant'),
}
golden = {
    'generator': 'definition; numpy corrcoef, scipy.ndimage.rotate(order=1)',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'printed': scores(maps['hexagonal'], 4, [12]),
    'scores': {name: scores(f) for name, f in maps.items()},
}
if __name__ == '__main__':
    pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
