"""Remakes gridScore.json: python3 goldens/gridScore.py. Scores of noise maps with SciPy's rotations."""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.ndimage import rotate
from scipy.signal import correlate2d


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def autocorrelogram(f):
    one = np.ones_like(f)
    both = lambda a, b: correlate2d(a, b)
    n, sf, sg = both(one, one), both(one, f), both(f, one)
    sff, sgg, sfg = both(one, f * f), both(f * f, one), both(f, f)
    vf, vg = sff / n - (sf / n) ** 2, sgg / n - (sg / n) ** 2
    ok = (vf > 1e-12) & (vg > 1e-12)
    safe = lambda v: np.where(ok, v, 1)
    return np.where(ok, (sfg / n - sf * sg / n**2) / np.sqrt(safe(vf) * safe(vg)), 0)


def case(bins, order):
    sac = autocorrelogram(park_miller(bins, (bins, bins)))
    axis = np.arange(1 - bins, bins)
    distance = np.sqrt(axis[:, None] ** 2 + axis[None, :] ** 2)
    turned = {a: rotate(sac, a, reshape=False, order=order) for a in (30, 45, 60, 90, 120, 135, 150)}
    rows = []
    for outer in np.linspace(0.4, 1.0, num=10):
        mask = (distance <= outer * bins) & ~(distance <= 0.2 * bins)
        mu = sac[mask].mean()
        var = ((sac[mask] - mu) ** 2).mean() + 1e-5
        r = {a: ((sac[mask] - mu) * (t[mask] - mu)).mean() / var for a, t in turned.items()}
        rows.append((
            (r[60] + r[120]) / 2 - (r[30] + r[90] + r[150]) / 3,
            r[90] - (r[45] + r[135]) / 2,
            min(r[60], r[120]) - max(r[30], r[90], r[150]),
            int(mask.sum()),
        ))
    score60, score90, min_max, pixels = zip(*rows)
    return {'bins': bins, 'score60': score60, 'score90': score90, 'minMax60': min_max, 'pixels': pixels}


golden = {
    'generator': 'scipy.ndimage.rotate(order=3 and 1, reshape=False), scipy.signal.correlate2d',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'cases': [case(bins, 3) for bins in (3, 5, 20, 30, 44)],
    'linear': [case(bins, 1) for bins in (3, 5, 20, 44)],
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
