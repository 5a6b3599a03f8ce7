"""Remakes publishedTorch.json: python3 goldens/publishedTorch.py FILE.pt. Of each tensor of a published checkpoint, as
torch.load gives it: its shape, its type and the CRC-32 of its elements in row-major order."""
import hashlib
import json
import pathlib
import sys
import zlib

import torch

file = pathlib.Path(sys.argv[1])
tensors, plain = {}, {}


def visit(node, path):
    if isinstance(node, torch.Tensor):
        tensors[path] = [list(node.shape), str(node.dtype), zlib.crc32(node.contiguous().numpy().tobytes())]
    elif isinstance(node, dict):
        for key, child in node.items():
            visit(child, f'{path}.{key}' if path else str(key))
    else:
        plain[path] = node


visit(torch.load(file, map_location='cpu'), '')
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps({
    'script': 'goldens/publishedTorch.py', 'torch': torch.__version__, 'file': file.name,
    'sha256': hashlib.sha256(file.read_bytes()).hexdigest(), 'plain': plain, 'tensors': tensors,
}, indent=0) + '\n')
