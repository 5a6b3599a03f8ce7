"""Remakes nwb.json: /usr/bin/python3 goldens/nwb.py. A small session by hand with h5py, laid out as NWB 2.7 has it."""
import base64
import io
import json
import pathlib
import platform

import h5py
import numpy as np


def typed(item, kind, namespace='core', **attributes):
    item.attrs['neurodata_type'] = kind
    item.attrs['namespace'] = namespace
    for name, value in attributes.items():
        item.attrs[name] = value
    return item


def table(file, path, kind, columns, rows):
    group = typed(file.create_group(path), kind, colnames=[name for name in columns if not name.endswith('_index')], description='made up')
    typed(group.create_dataset('id', data=np.arange(rows)), 'ElementIdentifiers', 'hdmf-common')
    for name, data in columns.items():
        index = name.endswith('_index')
        typed(group.create_dataset(name, data=data), 'VectorIndex' if index else 'VectorData', 'hdmf-common')
    return group


def fill(file):
    typed(file, 'NWBFile', nwb_version='2.7.0')
    file['identifier'] = 'session 1'
    file['session_start_time'] = '2020-01-01T00:00:00+00:00'
    file['general/subject/species'] = 'Mus musculus'
    table(file, 'units', 'Units', {
        'spike_times': np.array([0.1, 0.4, 0.2, 0.25, 0.3]),
        'spike_times_index': np.array([2, 2, 5], 'u1'),
        'quality': ['good', 'mua', 'good'],
        'waves': np.arange(10.0).reshape(5, 2),
        'waves_index': np.array([1, 3, 5], 'u4'),
        'waves_index_index': np.array([1, 1, 3], 'u4'),
    }, 3)
    table(file, 'intervals/trials', 'TimeIntervals', {'start_time': np.array([0.0, 1.0]), 'stop_time': np.array([0.5, 1.5]), 'image': np.array([4, 2])}, 2)
    table(file, 'general/extracellular_ephys/electrodes', 'DynamicTable', {'location': ['MEC', 'V1']}, 2)
    position = typed(file.create_group('processing/behavior/Position/path'), 'SpatialSeries')
    data = position.create_dataset('data', data=np.arange(12, dtype='i2').reshape(6, 2), chunks=(2, 2), compression='gzip')
    data.attrs['conversion'], data.attrs['offset'], data.attrs['unit'] = 0.01, 1.0, 'meters'
    start = position.create_dataset('starting_time', data=2.0)
    start.attrs['rate'], start.attrs['unit'] = np.float32(50.0), 'seconds'
    voltage = typed(file.create_group('acquisition/voltage'), 'ElectricalSeries')
    data = voltage.create_dataset('data', data=np.array([[1, 2], [3, 4]], 'i2'))
    data.attrs['conversion'], data.attrs['unit'] = 0.5, 'volts'
    voltage['channel_conversion'] = np.array([1.0, 10.0])
    voltage['timestamps'] = np.array([0.0, 0.7])
    image = typed(file.create_dataset('stimulus/templates/pictures/first', data=np.arange(12, dtype='u1').reshape(2, 2, 3)), 'RGBImage')
    image.attrs['resolution'] = 1.0


def made(fill):
    out = io.BytesIO()
    with h5py.File(out, 'w') as file:
        fill(file)
    return base64.b64encode(out.getvalue()).decode()


golden = {
    'generator': 'h5py',
    'versions': {'python': platform.python_version(), 'h5py': h5py.version.version},
    'session': made(fill),
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden, indent=1) + '\n')
