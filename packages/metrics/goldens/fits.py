"""Remakes fits.json: python3 goldens/fits.py. Regressions and paired tests of SciPy."""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy import stats


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


x, y = 1 + 9 * park_miller(41, 12), 2 + park_miller(42, 12)
line = stats.linregress(x, y)
power = stats.linregress(np.log(x), np.log(y))
reach = stats.t.isf(0.05, 10)

# Six animals of seven sites, three models; the animal's score is the median over its sites.
sites = park_miller(43, (42, 3)) + np.repeat(park_miller(44, 6), 7)[:, None] + np.array([0, 0.1, 0.3])
scores = np.median(sites.reshape(6, 7, 3), axis=1)
n, m = scores.shape
grand = scores.mean()
residual = scores - scores.mean(0) - scores.mean(1)[:, None] + grand
mse = (residual ** 2).sum() / ((n - 1) * (m - 1))
f = n * ((scores.mean(0) - grand) ** 2).sum() / (m - 1) / mse
msa = m * ((scores.mean(1) - grand) ** 2).sum() / (n - 1)
pairs = [stats.ttest_rel(scores[:, i], scores[:, j]) for i, j in ((0, 1), (0, 2), (1, 2))]
golden = {
    'generator': 'scipy.stats linregress, ttest_rel; repeated-measures ANOVA by sums of squares',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'line': [line.slope, line.stderr, line.intercept, line.intercept_stderr, line.pvalue, line.rvalue ** 2],
    'slope90': [line.slope - reach * line.stderr, line.slope + reach * line.stderr],
    'power': [power.slope, power.stderr, float(np.exp(power.intercept)), power.pvalue],
    'comparison': {'f': f, 'pValue': float(stats.f.sf(f, m - 1, (n - 1) * (m - 1))), 'residual': mse,
                   'animal': (msa - mse) / m, 'pairs': [[float(r.statistic), float(r.pvalue)] for r in pairs]},
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
