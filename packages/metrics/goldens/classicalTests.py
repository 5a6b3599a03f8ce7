"""Remakes classicalTests.json: python3 goldens/classicalTests.py. Tests and rank correlations of SciPy."""
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


def result(r):
    return [float(r[0]), float(r[1])]


a, b, c = park_miller(31, 9), park_miller(32, 9) + 0.2, park_miller(33, 14) * 2
ties = lambda seed: np.floor(6 * park_miller(seed, 40))
tau_a = lambda x, y: float(np.triu(np.sign(x[:, None] - x) * np.sign(y[:, None] - y), 1).sum() / (len(x) * (len(x) - 1) / 2))
interval = stats.ttest_1samp(a, 0.4).confidence_interval(0.9)
golden = {
    'generator': 'scipy.stats; tau-a by counting all pairs',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'oneSample': result(stats.ttest_1samp(a, 0.4)) + [float(interval.low), float(interval.high)],
    'oneSampleGreater': result(stats.ttest_1samp(a, 0.4, alternative='greater')),
    'paired': result(stats.ttest_rel(a, b)),
    'welch': result(stats.ttest_ind(a, c, equal_var=False)),
    'equal': result(stats.ttest_ind(a, c)),
    'anova': result(stats.f_oneway(a, b, c)),
    'variance': [float(np.var(a, ddof=1) / np.var(c, ddof=1)),
                 float(2 * min(stats.f.cdf(np.var(a, ddof=1) / np.var(c, ddof=1), 8, 13),
                               stats.f.sf(np.var(a, ddof=1) / np.var(c, ddof=1), 8, 13)))],
    'kendall': [[s, tau_a(ties(s), ties(s + 100)), float(stats.kendalltau(ties(s), ties(s + 100))[0]),
                 float(stats.spearmanr(ties(s), ties(s + 100))[0]),
                 float(stats.spearmanr(ties(s), ties(s + 100))[1])] for s in (1, 2, 3, 4)],
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
