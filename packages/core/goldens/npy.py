"""Remakes npy.json: python3 goldens/npy.py. Files as NumPy writes them, base64, with their values."""
import base64
import io
import json
import pathlib
import platform

import numpy as np

base = np.array([[0, 1, 2], [100, 7, 127]])
signed = base - 3


def saved(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return base64.b64encode(out.getvalue()).decode()


def case(name, array, version=None):
    flat = [str(v) for v in array.ravel(order='C').tolist()]  # text: exact for every type
    return {'name': name, 'npy': saved(array, version), 'shape': list(array.shape), 'values': flat}


cases = [
    case(f'{order}{kind}', (base if kind[0] == 'u' else signed).astype(order + kind))
    for order in '<>' for kind in ['i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8']
]
cases += [
    case('bool', np.array([[1, 0], [0, 1]], bool).astype('u1').view('?')),
    case('i8 extremes', np.array([-(2**63), 2**63 - 1, -1])),
    case('u8 extremes', np.array([0, 2**64 - 1], 'u8')),
    case('f2 specials', np.array([0.1, 6e-8, 65504, -np.inf, np.inf, 0], 'f2')),
    case('f8 scalar', np.array(0.1)),
    case('f8 empty', np.zeros((0, 3))),
    case('f8 Fortran', np.asfortranarray(np.arange(24.0).reshape(2, 3, 4))),
    case('>i2 Fortran', np.asfortranarray(np.arange(6, dtype='>i2').reshape(3, 2))),
    case('version 2', base, (2, 0)),
    case('version 3', base, (3, 0)),
]
for entry in cases:
    if entry['name'] == 'bool':
        entry['values'] = ['1', '0', '0', '1']

refused = {
    'object': saved(np.array([{}, 1], object)),
    'structured': saved(np.zeros(2, [('x', 'f8'), ('y', 'i4')])),
    'text': saved(np.array(['a', 'bc'])),
    'complex': saved(np.array([1j])),
    'time': saved(np.array(['2020-01-01'], 'M8[D]')),
}


def savez(save):
    out = io.BytesIO()
    save(out, positions=np.arange(6.0).reshape(3, 2), counts=np.array([1, 2, 3]), empty=np.zeros(0, 'f4'))
    return base64.b64encode(out.getvalue()).decode()


golden = {
    'generator': 'numpy.lib.format.write_array, numpy.savez, numpy.savez_compressed',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__},
    'cases': cases,
    'refused': refused,
    'npz': {'stored': savez(np.savez), 'compressed': savez(np.savez_compressed)},
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden, indent=1) + '\n')
