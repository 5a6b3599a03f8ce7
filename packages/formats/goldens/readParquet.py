"""Remakes readParquet.json: python goldens/readParquet.py (pyarrow from PyPI). One table in the encodings and codecs of
Parquet files, with the values that pyarrow reads."""
import base64
import datetime
import decimal
import io
import json
import pathlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 70
some = [None if row % 7 == 3 else row for row in range(ROWS)]
day = datetime.datetime(2020, 1, 2, 3, 4, 5, 678901)
table = pa.table(
    {
        'double': pa.array(np.arange(ROWS) / 8),
        'float gaps': pa.array([None if x is None else x / 4 for x in some], pa.float32()),
        'half': pa.array(np.arange(ROWS, dtype=np.float16)),
        'int gaps': pa.array(some, pa.int32()),
        'long': pa.array([2**40 + row * row for row in range(ROWS)], pa.int64()),
        'unsigned': pa.array([2**31 + row for row in range(ROWS)], pa.uint32()),
        'huge': pa.array([2**63 + row for row in range(ROWS)], pa.uint64()),
        'byte': pa.array([row - 35 for row in range(ROWS)], pa.int8()),
        'truth': pa.array([None if x is None else x % 3 == 0 for x in some]),
        'area': pa.array([None if x is None else ['V1', 'IT', 'zwölf'][x % 3] for x in some]),
        'raw': pa.array([bytes([row, 255]) for row in range(ROWS)], pa.binary()),
        'when': pa.array([day + datetime.timedelta(seconds=row) for row in range(ROWS)], pa.timestamp('us')),
        'day': pa.array([datetime.date(2020, 1, 1) + datetime.timedelta(days=row) for row in range(ROWS)]),
        'money': pa.array([decimal.Decimal(row) / 4 for row in range(ROWS)], pa.decimal128(9, 2)),
        'inside': pa.array([{'x': row, 'y': None} if row % 2 else None for row in range(ROWS)], pa.struct([('x', pa.int32()), ('y', pa.float64())])),
        'list': pa.array([[1.0] * (row % 3) for row in range(ROWS)], pa.list_(pa.float64())),
    }
)
delta = {'long': 'DELTA_BINARY_PACKED', 'int gaps': 'DELTA_BINARY_PACKED', 'area': 'DELTA_LENGTH_BYTE_ARRAY', 'double': 'BYTE_STREAM_SPLIT'}
WAYS = {
    'snappy': {'row_group_size': 30},
    'gzip, version 2': {'compression': 'gzip', 'data_page_version': '2.0', 'data_page_size': 64},
    'zstd, plain': {'compression': 'zstd', 'use_dictionary': False},
    'lz4, delta': {'compression': 'lz4', 'use_dictionary': False, 'column_encoding': delta},
    'none, old types': {'compression': 'none', 'version': '1.0', 'use_deprecated_int96_timestamps': True},
}
files = {}
for name, options in WAYS.items():
    out = io.BytesIO()
    columns = table.drop_columns(['half']) if name == 'none, old types' else table
    pq.write_table(columns, out, **options)
    files[name] = base64.b64encode(out.getvalue()).decode()


def plain(value):
    if isinstance(value, (bytes, float, bool)) or value is None:
        return value.hex() if isinstance(value, bytes) else value
    if isinstance(value, datetime.datetime):
        return str(round((value - datetime.datetime(1970, 1, 1)) / datetime.timedelta(microseconds=1)))
    if isinstance(value, datetime.date):
        return (value - datetime.date(1970, 1, 1)).days
    if isinstance(value, decimal.Decimal):
        return float(value)
    return str(value) if isinstance(value, int) and abs(value) >= 2**31 else value


values = {name: [plain(value) for value in table[name].to_pylist()] for name in table.column_names if name not in ('inside', 'list')}
values['inside.x'] = [row and row['x'] for row in table['inside'].to_pylist()]
here = pathlib.Path(__file__).with_suffix('.json')
here.write_text(json.dumps({'versions': {'pyarrow': pa.__version__}, 'files': files, 'values': values}))
