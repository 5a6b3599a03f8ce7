"""Remakes hdf5.json: /usr/bin/python3 goldens/hdf5.py. Files as h5py writes them, base64, with the values it reads."""
import base64
import io
import json
import pathlib
import platform

import h5py
import numpy as np


def everything(file):
    group = file.create_group('session')
    group.attrs['rate'] = 30.5
    group.attrs['who'] = 'mouse é'
    group.attrs['fixed'] = np.bytes_('ascii')
    group.attrs['list'] = np.arange(3, dtype='i2')
    group.attrs['names'] = ['a', 'bc']
    group.attrs['nothing'] = h5py.Empty('f4')
    for kind in ['i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8', '>i2', '>f8']:
        file['numbers/' + kind.replace('>', 'big ')] = np.arange(6, dtype=kind).reshape(2, 3)
    file.create_dataset('session/chunked', data=np.arange(600.0).reshape(30, 20), chunks=(7, 6), compression='gzip', shuffle=True, fletcher32=True)
    file['session/scalar'] = 7
    file['session/empty'] = h5py.Empty('f8')
    file['session/none'] = np.zeros((0, 4))
    file['session/truth'] = np.array([True, False])
    file['session/text'] = ['one', 'zwölf', '']
    file['session/fixed'] = np.array([b'ab', b'c'], 'S4')
    file['session/rows'] = np.array([(1, 2.5, b'x', [1, 2]), (3, 4.5, b'yz', [3, 4])], dtype=[('id', '<i8'), ('t', '>f4'), ('name', 'S3'), ('pair', '<i2', (2,))])
    ragged = file.create_dataset('session/ragged', (3,), dtype=h5py.vlen_dtype('f4'))
    for index in range(3):
        ragged[index] = np.arange(index, dtype='f4')
    labels = file.create_dataset('session/level', (2,), dtype=h5py.enum_dtype({'LOW': 0, 'HIGH': 5}, basetype='u1'))
    labels[:] = [5, 0]
    file['session/pointers'] = np.array([file['session/text'].ref, file['numbers'].ref], dtype=h5py.ref_dtype)
    file['session/raw'] = np.array([b'\x01\x02', b'\x03\x04'], 'V2')
    file['soft'] = h5py.SoftLink('/session/text')
    file['dangling'] = h5py.SoftLink('/nowhere')
    file['elsewhere'] = h5py.ExternalLink('other.h5', '/secret')
    file['session/loop'] = file['/']
    file['again'] = file['session/chunked']


def latest(file):
    file.create_dataset('extendible', data=np.arange(40, dtype='i4').reshape(10, 4), chunks=(3, 4), maxshape=(None, 4))
    group = file.create_group('dense')
    for index in range(12):
        group.attrs[f'attribute {index}'] = index
        group[f'member {index}'] = float(index)


def made(fill, **options):
    out = io.BytesIO()
    with h5py.File(out, 'w', **options) as file:
        fill(file)
    return base64.b64encode(out.getvalue()).decode()


golden = {
    'generator': 'h5py',
    'versions': {'python': platform.python_version(), 'h5py': h5py.version.version, 'hdf5': h5py.version.hdf5_version},
    'everything': made(everything),
    'latest': made(latest, libver='latest'),
    'half of chunks': made(lambda file: file.create_dataset('sparse', (100, 100), 'f8', chunks=(10, 10), fillvalue=-1)),
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden, indent=1) + '\n')
