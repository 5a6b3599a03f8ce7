"""The twin of formats.mjs: makes the files, and reads them by torch.load and h5py.

formats.py make torch|hdf5 PATH MEGABYTES
formats.py read torch|hdf5 PATH SLICE_MEGABYTES
"""
import json
import sys
import time

what, kind, path, megabytes = sys.argv[1:]
elements = int(float(megabytes) * 1e6 / 4)

if kind == 'torch':
    import torch
else:
    import h5py
    import numpy as np


def make():
    if kind == 'torch':
        torch.manual_seed(0)
        layers = 50
        torch.save({f'layer{index}.weight': torch.randn(elements // layers) for index in range(layers)}, path)
    else:
        columns = 250_000
        with h5py.File(path, 'w') as file:
            data = file.create_dataset('x', (elements // columns, columns), 'f4')
            for row in range(data.shape[0]):
                data[row] = np.random.default_rng(row).random(columns, 'f4')


def read():
    if kind == 'torch':
        return sum(float(value[0]) + float(value[-1]) for value in torch.load(path).values())
    total = 0.0
    with h5py.File(path, 'r') as file:
        data = file['x']
        rows, columns = data.shape
        step = max(1, int(float(megabytes) * 1e6 / (4 * columns)))
        for start in range(0, rows, step):
            values = data[start : start + step]
            total += float(values[0, 0]) + float(values[-1, -1])
    return total


if what == 'make':
    make()
else:
    cpu, wall = time.process_time(), time.perf_counter()
    result = read()
    print(json.dumps({'wall': time.perf_counter() - wall, 'cpu': time.process_time() - cpu, 'sum': result}))
