"""Remakes distributions.json: python3 goldens/distributions.py. Tails of SciPy."""
import json
import pathlib
import platform

import scipy
from scipy import optimize, stats


def t_quantile(p, df):
    # SciPy 1.10's own quantile of t has nine digits; the root of its tail has all.
    tail = min(p, 1 - p)
    root = optimize.brentq(lambda t: stats.t.sf(t, df) / tail - 1, 0, 1e7, xtol=1e-15, rtol=8.9e-16)
    return root if p > 0.5 else -root


normal = [[z, stats.norm.cdf(z), stats.norm.sf(z)] for z in (-37, -8, -1.96, -0.3, 0, 1e-9, 0.7, 2.5, 6, 20)]
t = [[df, x, stats.t.cdf(x, df), stats.t.sf(x, df)]
     for df in (0.5, 1, 2, 3.7, 10, 99, 5000, 1e6) for x in (-40, -3, -0.1, 0, 1e-5, 0.5, 2, 6, 25)]
f = [[a, b, x, stats.f.cdf(x, a, b), stats.f.sf(x, a, b)]
     for a, b in ((1, 1), (1, 30), (2, 7), (5.5, 3.2), (40, 60), (300, 1000))
     for x in (1e-4, 0.2, 0.95, 1, 1.3, 4, 30)]
chi2 = [[k, x, stats.chi2.cdf(x, k), stats.chi2.sf(x, k)]
        for k in (0.5, 1, 2, 9, 55, 800) for x in (1e-6, 0.3, 1, 5, 20, 90, 1000)]
quantiles = {
    'normal': [[p, stats.norm.ppf(p)] for p in (1e-12, 0.001, 0.3, 0.5, 0.9, 0.975, 0.9999)],
    't': [[df, p, t_quantile(p, df)] for df in (1, 4, 30) for p in (1e-6, 0.025, 0.4, 0.975, 0.999)],
    'f': [[a, b, p, stats.f.ppf(p, a, b)] for a, b in ((1, 5), (4, 20)) for p in (1e-6, 0.05, 0.5, 0.95)],
    'chi2': [[k, p, stats.chi2.ppf(p, k)] for k in (1, 12) for p in (1e-6, 0.05, 0.5, 0.95)],
}
golden = {
    'generator': 'scipy.stats norm, t, f, chi2',
    'versions': {'python': platform.python_version(), 'scipy': scipy.__version__},
    'normal': normal, 't': t, 'f': f, 'chi2': chi2, 'quantiles': quantiles,
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
