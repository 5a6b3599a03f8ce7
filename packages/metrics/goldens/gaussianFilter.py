"""Remakes gaussianFilter.json: python3 goldens/gaussianFilter.py. SciPy's Gaussian filter, and smoothing around holes."""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.ndimage import gaussian_filter


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


# Borders by our names; kernels longer than the lines among the cases.
modes = {'reflect': 'reflect', 'mirror': 'mirror', 'nearest': 'nearest', 'wrap': 'wrap', 'zero': 'constant'}
cases = []
for border, mode in modes.items():
    for shape, sd, truncate in (((5, 7), 1, 4), ((9, 10), 1.7, 3), ((2, 3, 4), (0, 2.5, 0.6), 4), ((1, 6), 3, 4)):
        sds = [sd] * len(shape) if np.isscalar(sd) else list(sd)
        out = gaussian_filter(park_miller(len(cases) + 1, shape), sds, mode=mode, truncate=truncate)
        cases.append({'seed': len(cases) + 1, 'shape': shape, 'sd': sds, 'truncate': truncate, 'border': border,
                      'smoothed': out.ravel().tolist()})

maps = park_miller(50, (3, 9, 9))
holes = park_miller(51, (9, 9)) < 0.3
time = np.where(holes, 0, 1 + np.floor(5 * park_miller(52, (9, 9))))
smooth = lambda a: gaussian_filter(a, (0, 1.3, 1.3), mode='constant')
visited = np.broadcast_to(~holes, maps.shape).astype(float)
zero_filled = smooth(maps * visited)
plain = smooth(maps * visited) / smooth(visited)
weighted = smooth(maps * visited * time) / smooth(visited * time)
golden = {
    'generator': 'scipy.ndimage.gaussian_filter',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'cases': cases,
    'holes': np.flatnonzero(holes).tolist(), 'time': time.ravel().tolist(),
    'zeroFilled': zero_filled.ravel().tolist(), 'plain': plain.ravel().tolist(), 'weighted': weighted.ravel().tolist(),
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
