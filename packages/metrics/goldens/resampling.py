"""Remakes resampling.json: python3 goldens/resampling.py. Distribution-free tests of SciPy."""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy import stats


def park_miller(seed, size):
    out, state = np.empty(size), seed
    for i in range(size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out


def numbers(result):
    return [float(result[0]), float(result[1])]


cases = []
for n, m, shift in ((4, 9, 0.3), (20, 17, 0.15), (60, 80, 0.1), (300, 200, 0.05)):
    a, b = park_miller(n, n), park_miller(n + m, m) + shift
    cases.append({
        'n': n, 'm': m, 'shift': shift,
        'exact': numbers(stats.ks_2samp(a, b, mode='exact')),
        'asymptotic': numbers(stats.ks_2samp(a, b, mode='asymp')),
        'wasserstein': float(stats.wasserstein_distance(a, b)),
    })
signed = []
for n in (5, 12, 31, 50, 80):
    d = park_miller(n, n) - 0.4
    signed.append([n] + [float(stats.wilcoxon(d, alternative=x).pvalue) for x in ('two-sided', 'greater', 'less')])
tied = np.round(5 * (park_miller(7, 40) - 0.4))
golden = {
    'generator': 'scipy.stats ks_2samp, wasserstein_distance, wilcoxon, kstwo',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'samples': cases, 'wilcoxon': signed,
    'wilcoxonTied': [float(stats.wilcoxon(tied, alternative=x, mode='approx').pvalue)
                     for x in ('two-sided', 'greater', 'less')],
    'kstwo': [[n, d, float(stats.kstwo.sf(d, n))] for n in (1, 3, 10, 47, 100)
              for d in (0.02, 0.1, 0.3, 0.7)],
    'kstwoApproximate': [[n, d, float(stats.kstwo.sf(d, n))] for n, d in ((500, 0.02), (500, 0.1), (3000, 0.02))],
    'kstwoLarge': [[n, d, float(stats.kstwo.sf(d, n))] for n, d in ((5000, 0.05), (20000, 0.0105), (100000, 0.004))],
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
