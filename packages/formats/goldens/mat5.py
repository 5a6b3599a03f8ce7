"""Remakes mat5.json: /usr/bin/python3 goldens/mat5.py [folder of real files]

Files as SciPy writes them, base64, and what scipy.io.loadmat(mat_dtype=True) reads of them; then, for the real files
of shared/data/synapses/mat, a hash of all that it reads. A value's description is the same as mat5.spec.ts makes:
numbers as the SHA-256 of their little-endian row-major bytes in the type of their class.
"""
import base64
import hashlib
import io
import json
import pathlib
import platform
import struct
import sys
import zlib

import numpy as np
import scipy
import scipy.io
import scipy.sparse

here = pathlib.Path(__file__)


def digest(array):
    array = np.ascontiguousarray(array)
    if array.dtype == bool:
        array = array.astype('u1')
    return hashlib.sha256(array.astype(array.dtype.newbyteorder('<')).tobytes()).hexdigest()[:16]


def describe(value):
    if scipy.sparse.issparse(value):
        value = value.tocsc()
        return ['sparse', list(value.shape), digest(value.indices.astype('i4')), digest(value.indptr.astype('i4')), digest(value.data.astype('f8'))]
    shape = list(value.shape)
    if isinstance(value, scipy.io.matlab.MatlabOpaque):
        return ['object', value[0]['s2'].decode(), describe(value[0]['arr'])]
    if value.dtype.names is not None:
        flat = value.ravel(order='C')
        return ['struct', shape, list(value.dtype.names), [[describe(element[name]) for name in value.dtype.names] for element in flat]]
    if value.dtype == object:
        return ['cell', shape, [describe(element) for element in value.ravel(order='C')]]
    if value.dtype.kind == 'U':
        return ['char', [str(text) for text in value.ravel(order='C')]]
    kind = 'logical' if value.dtype == bool else value.dtype.newbyteorder('=').name
    if value.dtype.kind == 'c':
        return ['complex', shape, digest(value.real.copy()), digest(value.imag.copy())]
    # SciPy says (1, 0) of an element without contents, which is MATLAB's [], 0 by 0.
    return [kind, [0, 0] if shape == [1, 0] else shape, digest(value)]


def saved(variables, **options):
    out = io.BytesIO()
    scipy.io.savemat(out, variables, **options)
    return out.getvalue()


def read(data):
    loaded, stored = [
        scipy.io.loadmat(data if isinstance(data, str) else io.BytesIO(data), mat_dtype=by_class) for by_class in (True, False)
    ]
    # With mat_dtype=True SciPy drops imaginary parts.
    return {
        name: describe(stored[name] if getattr(stored[name], 'dtype', value.dtype).kind == 'c' else value)
        for name, value in loaded.items()
        if not name.startswith('__')
    }


cube = np.arange(24.0).reshape(2, 3, 4)
matrix = np.array([[1, 2, 3], [4, 5, 6]])
records = np.zeros((2, 3), dtype=[('id', object), ('trace', object)])
for row in range(2):
    for column in range(3):
        records[row, column] = (float(10 * row + column), np.arange(row + column + 1.0))
cells = np.empty((2, 2), dtype=object)
cells[0, 0], cells[0, 1], cells[1, 0], cells[1, 1] = np.eye(2), 'text', np.array([], 'f8'), np.array([[True, False]])
variables = {
    **{name: (matrix - (0 if name[0] == 'u' else 3)).astype(name) for name in ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64']},
    'single': (matrix / 3).astype('f4'),
    'double_matrix': matrix / 3,
    'cube': cube,
    'four_axes': np.arange(120, dtype='i2').reshape(2, 3, 4, 5),
    'scalar': 0.1,
    'row': np.array([1.5, np.nan, -np.inf]),
    'column': np.array([[1.0], [2.0]]),
    'none': np.zeros((0, 3)),
    'truth': np.array([[True, False], [False, True]]),
    'complex_values': np.array([[1 + 2j, -3.5j]]),
    'letters': 'grid cell',
    'accents': 'déjà vu',
    'lines': np.array(['one', 'three']),
    'cells': cells,
    'plain': {'name': 'mouse', 'age': 3.0, 'inner': {'deep': np.array([1, 2, 3], 'i4')}},
    'records': records,
    'sparse_matrix': scipy.sparse.csc_matrix(np.array([[0, 2.5, 0], [1, 0, 0], [0, 0, -3]])),
}
big = np.zeros((40, 50))
big[3, 4] = 7


def element(order, kind, data):
    """A data element by hand, in the byte order of `order`."""
    if 0 < len(data) <= 4:
        return struct.pack(order + 'I', len(data) << 16 | kind) + data.ljust(4, b'\0')
    return struct.pack(order + 'II', kind, len(data)) + data + b'\0' * (-len(data) % 8)


def by_hand(order, compress):
    """A double stored as bytes, as MATLAB stores whole numbers, and text as 8-bit units, as no writer here does."""
    def matrix(kind, shape, name, *parts):
        body = element(order, 6, struct.pack(order + 'II', kind, 0)) + element(order, 5, struct.pack(f'{order}{len(shape)}i', *shape))
        body += element(order, 1, name) + b''.join(parts)
        whole = struct.pack(order + 'II', 14, len(body)) + body
        packed = zlib.compress(whole)
        return struct.pack(order + 'II', 15, len(packed)) + packed if compress else whole

    header = b'MATLAB 5.0 MAT-file, by hand'.ljust(124) + struct.pack(order + 'H', 0x100) + (b'IM' if order == '<' else b'MI')
    parts = [
        matrix(6, (2, 3), b'small', element(order, 2, bytes([0, 1, 2, 3, 4, 255]))),
        matrix(12, (1, 2), b'sixteen', element(order, 3, struct.pack(order + '2h', -5, 300))),
        matrix(14, (1, 2), b'wide', element(order, 5, struct.pack(order + '2i', -5, 300))),
        matrix(4, (2, 3), b'text', element(order, 16, b'adbecf')),
    ]
    return header + b''.join(parts)


files = {
    'plain': saved(variables),
    'compressed': saved(variables, do_compression=True),
    'mostly zeros, compressed': saved({'big': big}, do_compression=True),
    'little-endian by hand': by_hand('<', False),
    'big-endian by hand': by_hand('>', False),
    'big-endian by hand, compressed': by_hand('>', True),
}
real = {}
if len(sys.argv) > 1:
    for path in sorted(pathlib.Path(sys.argv[1]).rglob('*.mat')):
        text = json.dumps(read(str(path)), separators=(',', ':'), ensure_ascii=False)
        real[f'{path.parent.name}/{path.name}'] = hashlib.sha256(text.encode()).hexdigest()
else:
    real = json.loads(here.with_suffix('.json').read_text())['real']
golden = {
    'generator': 'scipy.io.savemat, scipy.io.loadmat',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__},
    'files': [{'name': name, 'mat': base64.b64encode(data).decode(), 'values': read(data)} for name, data in files.items()],
    'real': real,
}
here.with_suffix('.json').write_text(json.dumps(golden, indent=1) + '\n')
