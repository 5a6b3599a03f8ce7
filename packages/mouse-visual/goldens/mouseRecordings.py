"""Remakes mouseRecordings.json: python3 goldens/mouseRecordings.py. Reliability of units and the selection of units and
animals written out anew in NumPy, and a file of recordings as a converter writes it."""
import base64
import io
import json
import pathlib
import platform

import numpy as np


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def reliability(trials, halves):
    """[trials, images, units]: as published, a stream of seed 0 of its own for every unit."""
    out = np.empty((halves, trials.shape[2]))
    for unit in range(trials.shape[2]):
        rng = np.random.RandomState(0)
        for h in range(halves):
            order = list(range(len(trials)))
            rng.shuffle(order)
            middle = len(trials) // 2
            a, b = (np.nanmean(trials[part, :, unit], 0) for part in (order[:middle], order[middle:]))
            r = np.corrcoef(a, b)[0, 1]
            out[h, unit] = 2 * r / (1 + r)
    return out.mean(0), out.std(0)


def longest_run(passing):
    best, start = (0, 0), 0
    for at, value in enumerate(list(passing) + [False]):
        if not value:
            if at - start > best[1] - best[0]:
                best = (start, at)
            start = at + 1
    return best


def select(traces, specimens, areas, running, *, unit, window, share):
    kept = {}
    for area in range(6):
        animals = []
        for specimen in sorted(set(specimens[areas == area])):
            own = np.flatnonzero((areas == area) & (specimens == specimen))
            own = own[(np.nanmax(traces[:, own], 0) >= unit) & ~(running[own] <= 0.05)]
            if len(own) == 0:
                continue
            median = np.nanmedian(traces[:, own], 1)
            if np.nanmax(median) >= window:
                animals.append((int(specimen), own.tolist(), longest_run(median >= window)))
        if not animals:
            continue
        least = np.ceil(np.percentile([len(own) for _, own, _ in animals], share))
        kept[area] = [animal for animal in animals if len(animal[1]) >= least]
    return kept


trials = park_miller(3, (7, 6, 4)) + 2 * park_miller(4, (6, 4))
trials[2, 1] = trials[6, 4] = np.nan
mean, deviation = reliability(trials, 40)

count, bins = 240, 8
draws = park_miller(9, (4, count))
profile = np.sin(np.pi * (np.arange(bins) + 1) / (bins + 1))
traces = profile[:, None] * draws[0] + 0.1 * park_miller(10, (bins, count))
traces[3, 7] = np.nan
areas = np.floor(3 * draws[1]).astype(int)
specimens = 700 + np.floor(5 * draws[2] ** 1.5).astype(int)
running = draws[3].copy()
running[::9] = np.nan
options = {'unit': 0.5, 'window': 0.55, 'share': 75}

file = io.BytesIO()
header = {'name': 'from Python', 'kind': 'calcium', 'unit': 'dF/F', 'binWidth': 250}
np.savez(file, header=np.frombuffer(json.dumps(header).encode(), np.uint8),
         responses=park_miller(2, (3, 4, 2)).astype(np.float16), frame_id=np.arange(4, dtype=np.int32),
         unit_id=np.array([517506, 662358571]), specimen_id=np.array([223405, 222420]),
         visual_area=np.array([2, 5], np.uint8), run_pval_ns=np.array([np.nan, 0.25]),
         splithalf_r_mean=np.array([0.75, 0.5]), splithalf_r_std=np.array([0.125, 0.25]))

golden = {
    'generator': 'NumPy, goldens/mouseRecordings.py',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__},
    'reliability': {'mean': mean.tolist(), 'deviation': deviation.tolist()},
    'selection': {'options': options, 'kept': select(traces, specimens, areas, running, **options)},
    'file': base64.b64encode(file.getvalue()).decode(),
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
