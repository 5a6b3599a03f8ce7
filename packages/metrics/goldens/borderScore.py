"""Remakes borderScore.json: python3 goldens/borderScore.py. The three forms on smoothed noise, by SciPy's morphology."""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.ndimage import (binary_closing, binary_dilation, distance_transform_cdt, gaussian_filter, label)


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def score(coverage, distance):
    return [(coverage - distance) / (coverage + distance), coverage, distance]


def wall_strips(f, as_published):
    square = np.ones((3, 3))
    interior = np.zeros(f.shape, bool)
    interior[1:-1, 1:-1] = True
    mask = binary_dilation(binary_closing(f >= 0.25 * f.max(), square, mask=interior), square)
    labels, count = label(mask, square)
    kept = [k for k in range(1, count + 1) if (labels == k).sum() >= 10 or (as_published and k == count)]
    strips = [np.s_[:3, :], np.s_[-3:, :], np.s_[:, :3], np.s_[:, -3:]]
    coverage = max(np.mean(labels[s] == k) for k in kept for s in strips)
    rows, columns = np.indices(f.shape)
    d = np.minimum(np.minimum(rows, f.shape[0] - 1 - rows), np.minimum(columns, f.shape[1] - 1 - columns))
    fields = np.isin(labels, kept)
    return score(coverage, (f * (d / d.max()))[fields].sum() / f[fields].sum())


def outermost_bins(f, width, as_published):
    labels, count = label(f > 0.3 * f.max())
    kept = [k for k in range(1, count + 1) if (labels == k).sum() * (100 * width) ** 2 > 200]
    walls = [labels[0], labels[-1], labels[:, 0], labels[:, -1]]
    coverage = max(np.mean(w == k) for k in (kept[:1] if as_published else kept) for w in walls)
    d = distance_transform_cdt(np.pad(np.ones(f.shape), 1), metric='taxicab')[1:-1, 1:-1]
    means = [(f * d)[labels == k].sum() / f[labels == k].sum() for k in kept]
    return score(coverage, np.mean(means) / (min(f.shape) / 2))


def opexebo(f, holes):
    seen = np.where(holes, 0, f)
    labels, count = label(seen > 0.3 * seen.max())
    coverage = 0
    for turned, gone in ((np.rot90(labels, k), np.rot90(holes, k)) for k in range(4)):
        firsts = [next((turned[i, j] for i in range(min(8, turned.shape[0])) if not gone[i, j]), None)
                  for j in range(turned.shape[1])]
        firsts = np.array([k for k in firsts if k is not None])
        coverage = max(coverage, max(np.mean(firsts == k) for k in range(1, count + 1)))
    d = distance_transform_cdt(np.pad(np.ones(f.shape), 1), metric='taxicab')[1:-1, 1:-1]
    weights = np.where(labels > 0, seen, 0)
    return score(coverage, 2 * (d * weights).sum() / weights.sum() / min(f.shape))


cases = []
for seed, shape, sd, power in ((1, (20, 20), 1.5, 5), (2, (12, 18), 1.2, 5), (3, (30, 30), 1.5, 6), (4, (18, 9), 1, 3),
                               (5, (24, 24), 1, 3), (6, (25, 20), 2, 8)):
    f = gaussian_filter(park_miller(seed, shape), sd) ** power
    f = np.round(f / f.max(), 4)
    holes = park_miller(seed + 100, shape) < 0.2
    holes[:5, : shape[1] // 3] = True
    holes[:, -1] = True
    cases.append({
        'shape': shape, 'map': f.ravel().tolist(), 'holes': np.flatnonzero(holes).tolist(),
        'wallStrips': wall_strips(f, False), 'wallStripsAsPublished': wall_strips(f, True),
        'outermostBins': outermost_bins(f, 0.05, False), 'outermostBinsAsPublished': outermost_bins(f, 0.05, True),
        'opexebo': opexebo(f, holes),
    })
golden = {
    'generator': 'scipy.ndimage binary_closing, binary_dilation, label, distance_transform_cdt',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'cases': cases,
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
