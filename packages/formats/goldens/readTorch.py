"""Remakes readTorch.json: python3 goldens/readTorch.py. Small files as torch.save writes them, in both layouts, base64, with
the values that torch.load gives for them, as text that is exact for every type."""
import base64
import collections
import io
import json
import pathlib
import pickle
import platform

import numpy as np
import torch

torch.manual_seed(7)
base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 8 - 1
words = torch.tensor([[0, 1], [2, 100]])

types = {
    str(t).replace('torch.', ''): words.to(t)
    for t in [torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16,
              torch.int8, torch.uint8]
}
types['bool'] = torch.tensor([True, False, True])
types['half specials'] = torch.tensor([0.1, 6e-8, 65504, float('-inf')], dtype=torch.float16)
types['bfloat16 specials'] = torch.tensor([0.1, 1e-40, 3e38, float('inf')], dtype=torch.bfloat16)
types['int64 extremes'] = torch.tensor([-(2**63), 2**63 - 1])

views = {
    'whole': base,
    'transposed': base.permute(2, 0, 1),
    'row': base[1, 2],
    'column': base[:, :, 1],
    'every second': base[:, :, ::2],
    'expanded': base[0, 0, :2].reshape(2, 1).expand(2, 3),
    'scalar of it': base[1, 2, 3],
    'empty': base[:, :0],
    'channels last': torch.arange(24, dtype=torch.float16).reshape(1, 2, 3, 4).contiguous(
        memory_format=torch.channels_last),
}

network = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 2), torch.nn.BatchNorm2d(2), torch.nn.Flatten())
optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
network(torch.randn(3, 1, 3, 3)).square().sum().backward()
optimizer.step()
tied = torch.nn.Parameter(base[0].clone())
checkpoint = {
    'epoch': 3,
    'big': 2**70,
    'negative': -5,
    'best': 0.25,
    'name': 'ne\u00b5ral \U0001f9e0',
    'flags': [True, False, None],
    'size': base.shape,
    'device': torch.device('cpu'),
    'type': torch.float32,
    'numpy': {'scalar': np.float64(1.5), 'count': np.int64(7), 'array': np.asfortranarray(np.arange(6.0).reshape(2, 3)),
              'big endian': np.arange(3, dtype='>i2'), 'flag': np.bool_(True)},
    'counts': collections.Counter({'a': 2}),
    'state_dict': network.state_dict(),
    'optimizer': optimizer.state_dict(),
    'tied': {'encoder': tied, 'decoder': tied, 'of it': tied.data[1]},
    'storage': torch.tensor([1.0, 2.0]).storage(),
}


def text(values):
    return [repr(v) for v in values]


def leaf(value):
    """What a reader must give for a value: tensors as type, shape and elements."""
    if isinstance(value, torch.Tensor):
        value = value.detach()
        wide = value.float() if value.dtype in (torch.float16, torch.bfloat16) else value
        return {'tensor': str(value.dtype).replace('torch.', ''), 'shape': list(value.shape),
                'values': text(wide.contiguous().flatten().tolist())}
    if isinstance(value, torch.storage.TypedStorage):
        return leaf(torch.tensor(value.tolist()))
    if isinstance(value, np.ndarray):
        return {'tensor': str(value.dtype.newbyteorder('=')), 'shape': list(value.shape), 'values': text(value.flatten().tolist())}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, dict):
        return {'dict': {str(k): leaf(v) for k, v in value.items()}}
    if isinstance(value, (list, tuple)):
        return [leaf(v) for v in value]
    if isinstance(value, (torch.device, torch.dtype)):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return {'bigint': str(value)}
    if isinstance(value, float) and not np.isfinite(value):
        return {'float': repr(value)}
    return value


def saved(value, **options):
    out = io.BytesIO()
    torch.save(value, out, **options)
    return out.getvalue()


cases = []
for name, value in [('types', types), ('views', views), ('checkpoint', checkpoint), ('one tensor', base[0].t())]:
    for layout, options in [('zip', {}), ('old', {'_use_new_zipfile_serialization': False}),
                            ('zip, protocol 4', {'pickle_protocol': 4}), ('old, protocol 5', {
                                '_use_new_zipfile_serialization': False, 'pickle_protocol': 5})]:
        if '4' in layout and name != 'checkpoint' or '5' in layout and name != 'checkpoint':
            continue
        file = saved(value, **options)
        cases.append({'name': f'{name}, {layout}', 'layout': layout[:3], 'file': base64.b64encode(file).decode(),
                      'value': leaf(torch.load(io.BytesIO(file)))})

plain = {
    'none': None, 'true': True, 'numbers': [0, 255, 256, 65535, 65536, -1, -(2**31), 2**31, 2**52, -(2**100), 2**2000],
    'floats': [0.1, -1e300, float('inf')], 'text': ['', 'a\nb\\c', '\u00b5', '\U0001f9e0'],
    'tuples': [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)], 'nested': [[], {}, {'a': {'b': [1]}}], 'set': {5},
}
shared = [1]
plain['shared'] = [shared, shared]
pickles = [{'protocol': protocol, 'file': base64.b64encode(pickle.dumps(plain, protocol)).decode()}
           for protocol in range(6)]

here = pathlib.Path(__file__)
here.with_suffix('.json').write_text(json.dumps({
    'script': 'goldens/readTorch.py',
    'versions': {'torch': torch.__version__, 'numpy': np.__version__, 'python': platform.python_version()},
    'cases': cases,
    'pickles': {'value': leaf(dict(plain, set=[5])), 'files': pickles},
}) + '\n')
