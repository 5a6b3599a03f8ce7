"""Remakes tuningCurves.json: python3 goldens/tuningCurves.py. Binned means, speed scores and coherence by NumPy and SciPy."""
import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.ndimage import gaussian_filter1d
from scipy.signal import convolve2d
from scipy.stats import binned_statistic, circmean, pearsonr


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


angles = 4 * np.pi * park_miller(1, 300) - 5
activity = park_miller(2, (300, 2)) ** 2
wrapped = np.mod(angles + np.pi, 2 * np.pi) - np.pi
edges = np.linspace(-np.pi, np.pi, 13)
curves = binned_statistic(wrapped, activity.T, bins=edges).statistic
speeds = 0.6 * park_miller(3, 300)
speed_curves = binned_statistic(speeds, activity.T, bins=np.linspace(0, 0.5, 26)).statistic

smooth = lambda a: gaussian_filter1d(a, 3, axis=0)
s, a = smooth(speeds), smooth(activity)
kept = (s >= 0.2) & (s <= 0.4)
correlate = lambda x, y: [pearsonr(x, y[:, k])[0] for k in range(2)]

noise = park_miller(4, (9, 11))
holes = park_miller(5, (9, 11)) < 0.2
ring = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]])
around = convolve2d(np.where(holes, 0, noise), ring, 'same')
count = convolve2d((~holes).astype(float), ring, 'same')
zero_filled = np.corrcoef((around / 8).ravel(), np.where(holes, 0, noise).ravel())[0, 1]
visited = np.corrcoef((around / count)[~holes], noise[~holes])[0, 1]
golden = {
    'generator': 'scipy.stats.binned_statistic, circmean, pearsonr; scipy.ndimage.gaussian_filter1d; scipy.signal.convolve2d',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'headDirection': curves.ravel().tolist(), 'speed': speed_curves.ravel().tolist(),
    'circularMean': float(circmean(wrapped, np.pi, -np.pi)),
    'speedScores': correlate(speeds, activity), 'smoothedSpeedScores': correlate(s, a),
    'filteredSpeedScores': correlate(s[kept], a[kept]), 'kept': int(kept.sum()),
    'holes': np.flatnonzero(holes).tolist(), 'coherence': visited, 'coherenceZeroFilled': zero_filled,
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
