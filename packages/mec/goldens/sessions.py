"""Remakes sessions.json: /usr/bin/python3 goldens/sessions.py. One small session as SciPy and h5py write it, base64."""
import base64
import io
import json
import pathlib
import platform

import h5py
import numpy as np
import scipy
import scipy.io

t = np.array([0.0, 0.5, 1.0, 1.5])
x, y = np.array([10.0, 20.0, 30.0, 40.0]), np.array([50.0, 60.0, 70.0, 80.0])  # cm
heading = np.array([0.0, 0.1, 0.2, 0.3])
spikes = [np.array([0.25, 1.25]), np.array([]), np.array([0.75])]


def mat5():
    cells = np.empty((1, 3), object)
    for at, each in enumerate(spikes):
        cells[0, at] = each
    out = io.BytesIO()
    scipy.io.savemat(out, {'post': t, 'posx': x[:, None], 'posy': y[:, None], 'hd': heading, 'cellTS': cells, 'note': 'made up'})
    return out.getvalue()


def mat73():
    out = io.BytesIO()
    with h5py.File(out, 'w', userblock_size=512) as file:
        named = {'t': t, 'pos': np.stack([x, y], 1) / 100, 'spike_times': np.concatenate(spikes), 'spike_cells': np.array([0.0, 0.0, 2.0])}
        for name, value in named.items():
            column = value.reshape(len(value), -1)
            item = file.create_dataset(name, data=column.T)  # MATLAB's axes are reversed in HDF5
            item.attrs['MATLAB_class'] = np.bytes_('double')
    text = b'MATLAB 7.3 MAT-file, Platform: GLNXA64'.ljust(124) + b'\x00\x02IM'
    return text.ljust(512, b'\x00') + out.getvalue()[512:]


def typed(item, kind, **attributes):
    item.attrs['neurodata_type'] = kind
    item.attrs['namespace'] = 'core'
    for name, value in attributes.items():
        item.attrs[name] = value
    return item


def series(file, path, data, conversion, times=t):
    group = typed(file.create_group(path), 'SpatialSeries')
    stored = group.create_dataset('data', data=data)
    stored.attrs['conversion'], stored.attrs['unit'] = conversion, 'meters'
    group['timestamps'] = times


def nwb(second=False, late=False):
    out = io.BytesIO()
    with h5py.File(out, 'w') as file:
        typed(file, 'NWBFile', nwb_version='2.7.0')
        file['identifier'] = 'session 1'
        typed(file.create_group('processing/behavior/Position'), 'Position')
        series(file, 'processing/behavior/Position/tracked', np.stack([x, y], 1), 0.01)
        if second:
            series(file, 'processing/behavior/Position/mirror', np.stack([y, x], 1), 0.01)
        typed(file.create_group('processing/behavior/CompassDirection'), 'CompassDirection')
        series(file, 'processing/behavior/CompassDirection/head', heading, 1.0, t + 0.1 if late else t)
        units = typed(file.create_group('units'), 'Units', colnames=['spike_times'], description='made up')
        units['id'] = np.arange(3)
        units['spike_times'] = np.concatenate(spikes)
        units['spike_times_index'] = np.array([2, 2, 3], 'u1')
    return out.getvalue()


files = {'mat5': mat5(), 'mat73': mat73(), 'nwb': nwb(), 'twoPaths': nwb(second=True), 'lateHead': nwb(late=True)}
versions = {'python': platform.python_version(), 'scipy': scipy.__version__, 'h5py': h5py.__version__}
text = {'versions': versions, **{name: base64.b64encode(each).decode() for name, each in files.items()}}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(text) + '\n')
