"""Remakes mat73.json: /usr/bin/python3 goldens/mat73.py. A file of version 7.3 by hand, as MATLAB lays it out."""
import base64
import io
import json
import pathlib
import platform

import h5py
import numpy as np


def put(file, path, array, kind, decode=None):
    """MATLAB's axes from the last to the first."""
    dataset = file.create_dataset(path, data=np.asarray(array).T)
    dataset.attrs['MATLAB_class'] = np.bytes_(kind)
    if decode is not None:
        dataset.attrs['MATLAB_int_decode'] = np.int32(decode)
    return dataset


def text(file, path, letters):
    return put(file, path, np.array([[ord(letter) for letter in letters]], 'u2'), 'char', 2)


def nothing(file, path, shape, kind):
    dataset = file.create_dataset(path, data=np.array(shape, 'u8'))
    dataset.attrs['MATLAB_class'] = np.bytes_(kind)
    dataset.attrs['MATLAB_empty'] = np.uint8(1)
    return dataset


def group(file, path, kind, fields=None):
    made = file.create_group(path)
    made.attrs['MATLAB_class'] = np.bytes_(kind)
    if fields:
        letters = np.empty(len(fields), object)
        letters[:] = [np.array(list(field), 'S1') for field in fields]
        made.attrs.create('MATLAB_fields', letters, dtype=h5py.vlen_dtype(np.dtype('S1')))
    return made


def fill(file):
    put(file, 'matrix', np.arange(6.0).reshape(2, 3), 'double')
    put(file, 'cube', np.arange(24, dtype='i2').reshape(2, 3, 4), 'int16')
    put(file, 'big', np.array([[-(2**62)]]), 'int64')
    put(file, 'truth', np.array([[1, 0]], 'u1'), 'logical', 1)
    text(file, 'letters', 'grid cell')
    nothing(file, 'none', (0, 3), 'double')
    nothing(file, 'noText', (0, 0), 'char')
    complex_type = np.dtype([('real', 'f8'), ('imag', 'f8')])
    put(file, 'complexes', np.array([[(1, 2), (0, -3)]], complex_type), 'double')
    text(file, '#refs#/a', 'one')
    put(file, '#refs#/b', np.array([[7.0]]), 'double')
    put(file, 'cells', np.array([[file['#refs#/a'].ref, file['#refs#/b'].ref], [file['#refs#/b'].ref, file['#refs#/b'].ref]], h5py.ref_dtype), 'cell')
    group(file, 'plain', 'struct', ['zeta', 'age'])
    put(file, 'plain/age', np.array([[3.0]]), 'double')
    text(file, 'plain/zeta', 'z')
    group(file, 'records', 'struct')
    for field, names in {'id': 'ab', 'trace': 'bb'}.items():
        file['records/' + field] = np.array([[file['#refs#/' + name].ref] for name in names], h5py.ref_dtype)  # 1 by 2
    sparse = group(file, 'sparse', 'double')
    sparse.attrs['MATLAB_sparse'] = np.uint64(3)
    sparse['ir'] = np.array([1, 0, 2], 'u8')
    sparse['jc'] = np.array([0, 1, 2, 3], 'u8')
    sparse['data'] = np.array([1, 2.5, -3])


def hostile(file):
    loop = file.create_dataset('loop', (1, 1), dtype=h5py.ref_dtype)
    loop[0, 0] = loop.ref
    loop.attrs['MATLAB_class'] = np.bytes_('cell')


def handle(file):
    put(file, 'fine', np.array([[1.0]]), 'double')
    put(file, 'handle', np.array([[1]], 'u4'), 'function_handle')


def made(fill):
    out = io.BytesIO()
    with h5py.File(out, 'w', userblock_size=512) as file:
        fill(file)
    data = bytearray(out.getvalue())
    data[:128] = b'MATLAB 7.3 MAT-file, by hand'.ljust(124) + b'\x00\x02IM'
    return base64.b64encode(data).decode()


golden = {
    'generator': 'h5py',
    'versions': {'python': platform.python_version(), 'h5py': h5py.version.version},
    'whole': made(fill),
    'loop': made(hostile),
    'handle': made(handle),
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden, indent=1) + '\n')
