"""Remakes rankTests.json: python3 goldens/rankTests.py. Mann-Whitney, Kendall's test and weighted distances of SciPy."""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy import stats

ALTERNATIVES = ('two-sided', 'greater', 'less')


def park_miller(seed, size):
    out, state = np.empty(size), seed
    for i in range(size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out


whitney = []
for n, m, shift, levels in ((1, 4, 0.1, 0), (5, 7, 0.2, 0), (8, 30, 0.1, 0), (20, 9, -0.1, 0), (12, 15, 0.1, 5), (40, 60, 0.05, 9)):
    a, b = park_miller(n + 400, n), park_miller(n + m + 400, m) + shift
    if levels:
        a, b = np.floor(levels * a), np.floor(levels * b)
    row = {'n': n, 'm': m, 'shift': shift, 'levels': levels, 'u': float(stats.mannwhitneyu(a, b).statistic)}
    for method in ('auto', 'asymptotic'):
        row[method] = [float(stats.mannwhitneyu(a, b, alternative=x, method=method).pvalue) for x in ALTERNATIVES]
    whitney.append(row)
kendall = []
for n, noise, levels in ((2, 1, 0), (5, 1, 0), (12, 1, 0), (33, 2, 0), (34, 2, 0), (40, 1, 6), (9, 1, 3), (40, 0, 0)):
    x = park_miller(n + 500, n)
    y = x + noise * park_miller(n + 501, n)
    if levels:
        x, y = np.floor(levels * x), np.floor(levels * y)
    kendall.append({'n': n, 'noise': noise, 'levels': levels, 'tau': float(stats.kendalltau(x, y).correlation),
                    'p': [float(stats.kendalltau(x, y, alternative=z).pvalue) for z in ALTERNATIVES],
                    'asymptotic': [float(stats.kendalltau(x, y, alternative=z, method='asymptotic').pvalue)
                                   for z in ALTERNATIVES] if n > 2 else None})
weighted = []
for n, m in ((4, 4), (9, 6)):
    a, b, u, v = (park_miller(600 + k, size) for k, size in enumerate((n, m, n, m)))
    weighted.append({'n': n, 'm': m, 'distance': float(stats.wasserstein_distance(a, b, u, v)),
                     'one': float(stats.wasserstein_distance(a, b, u_weights=u))})
golden = {
    'generator': 'scipy.stats mannwhitneyu, kendalltau, wasserstein_distance',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'whitney': whitney, 'kendall': kendall, 'weighted': weighted,
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
