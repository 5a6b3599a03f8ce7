"""Remakes openZarr.json: python goldens/openZarr.py (tensorstore from PyPI). Hierarchies of versions 2 and 3 as
TensorStore writes them, with groups and attributes by hand."""
import base64
import json
import pathlib
import tempfile

import numpy as np
import tensorstore as ts

whole = np.arange(30).reshape(5, 6)
CASES = {
    'two/blosc': ('zarr', {'dtype': '<i2', 'chunks': [2, 4], 'order': 'F', 'compressor': {'id': 'blosc', 'cname': 'lz4', 'clevel': 5, 'shuffle': 1}, 'dimension_separator': '/'}, whole - 3),
    'two/raw': ('zarr', {'dtype': '>f8', 'chunks': [3, 3], 'compressor': None}, whole / 4),
    'two/truth': ('zarr', {'dtype': '|b1', 'chunks': [5, 6], 'compressor': {'id': 'zlib', 'level': 1}}, whole % 3 == 0),
    'three/shards': ('zarr3', {'data_type': 'float32', 'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': [4, 6]}}, 'codecs': [{'name': 'sharding_indexed', 'configuration': {'chunk_shape': [2, 3], 'codecs': [{'name': 'bytes', 'configuration': {'endian': 'little'}}, {'name': 'zstd', 'configuration': {'level': 3}}], 'index_codecs': [{'name': 'bytes', 'configuration': {'endian': 'little'}}, {'name': 'crc32c'}]}}], 'attributes': {'unit': 'Hz'}, 'dimension_names': ['time', 'unit']}, whole + 0.5),
    'three/transposed': ('zarr3', {'data_type': 'uint8', 'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': [2, 6]}}, 'codecs': [{'name': 'transpose', 'configuration': {'order': [1, 0]}}, {'name': 'bytes'}, {'name': 'gzip', 'configuration': {'level': 5}}, {'name': 'crc32c'}]}, whole),
    'three/long': ('zarr3', {'data_type': 'int64', 'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': [5, 6]}}, 'codecs': [{'name': 'bytes', 'configuration': {'endian': 'big'}}, {'name': 'blosc', 'configuration': {'cname': 'zstd', 'clevel': 3, 'shuffle': 'bitshuffle', 'typesize': 8, 'blocksize': 0}}]}, whole * 2**40),
}
SPARSE = ('zarr3', {'data_type': 'int32', 'fill_value': 7, 'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': [2, 2]}}, 'codecs': [{'name': 'bytes', 'configuration': {'endian': 'little'}}]})

files, values = {}, {}
with tempfile.TemporaryDirectory() as folder:
    for path, (driver, metadata, array) in CASES.items():
        store = ts.open({'driver': driver, 'kvstore': {'driver': 'file', 'path': f'{folder}/{path}'}, 'metadata': {**metadata, 'shape': [5, 6]}}, create=True).result()
        store[...] = array.astype(store.dtype.numpy_dtype)
        values[path] = np.asarray(array, float).ravel().tolist()
    store = ts.open({'driver': SPARSE[0], 'kvstore': {'driver': 'file', 'path': f'{folder}/three/sparse'}, 'metadata': {**SPARSE[1], 'shape': [4, 4]}}, create=True).result()
    store[0, 0] = 1
    values['three/sparse'] = store.read().result().astype(float).ravel().tolist()
    scalar = ts.open({'driver': 'zarr3', 'kvstore': {'driver': 'file', 'path': f'{folder}/three/scalar'}, 'metadata': {'data_type': 'float64', 'shape': []}}, create=True).result()
    scalar[...] = 2.5
    root = pathlib.Path(folder)
    (root / 'two/.zgroup').write_text('{"zarr_format": 2}')
    (root / 'two/.zattrs').write_text('{"made": "by hand"}')
    (root / 'three/zarr.json').write_text('{"zarr_format": 3, "node_type": "group", "attributes": {"made": "by hand"}}')
    for path in sorted(root.rglob('*')):
        if path.is_file():
            files[str(path.relative_to(root))] = base64.b64encode(path.read_bytes()).decode()

here = pathlib.Path(__file__).with_suffix('.json')
here.write_text(json.dumps({'versions': {'tensorstore': __import__('importlib.metadata').metadata.version('tensorstore')}, 'files': files, 'values': values}))
