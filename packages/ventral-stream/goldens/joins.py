"""Values and gradients of the learned ways in which inputs of different sizes meet, by PyTorch in float64.

Written from their definitions with PyTorch's own operators, not from this package: `affine_grid` and `grid_sample`
with aligned corners and zeros outside, `conv_transpose2d` and `conv2d` with TensorFlow's SAME padding counted out, a
product of tensors for factored layers.

Remake: /usr/bin/python3 packages/ventral-stream/goldens/joins.py > packages/ventral-stream/goldens/joins.json

The loss is the sum of the joined map, times fixed weights. Inputs and parameters are a wave of their name, as in
convCells.py, so the file holds results alone.
"""
import json
import math
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
BATCH = 2
FF = "a"


def wave(name, shape):
    """0.7 sin(1.7 i + phase) + 0.2 cos(0.31 i i); kernels times 1.5 over the root of their fan in."""
    i = np.arange(int(np.prod(shape)), dtype=np.float64)
    phase = sum(ord(letter) * (place + 1) for place, letter in enumerate(name))
    values = 0.7 * np.sin(1.7 * i + phase) + 0.2 * np.cos(0.31 * i * i)
    if name.endswith("kernel"):
        values = 1.5 * values / np.sqrt(np.prod(shape[:-1]))
    return torch.tensor(values.reshape(shape), requires_grad=True)


class Params(dict):
    """Parameters by path, made when they are first asked for."""

    def at(self, path, *shape):
        if path not in self:
            self[path] = wave(path, shape)
        assert tuple(self[path].shape) == shape, path
        return self[path]


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    return x.permute(0, 2, 3, 1)


def affine(params, source, x, size, _):
    flat = x.reshape(BATCH, -1)
    kernel = params.at(f"{source}/fit/kernel", flat.shape[1], 6)
    theta = (flat @ kernel + params.at(f"{source}/fit/bias", 6)).reshape(BATCH, 2, 3)
    grid = F.affine_grid(theta, (BATCH, 1, *size), align_corners=True)
    return nhwc(F.grid_sample(nchw(x), grid, "bilinear", "zeros", align_corners=True))


def pads(small, large, kernel, step):
    total = max((small - 1) * step + kernel - large, 0)
    return total // 2, total - total // 2


def transposed(params, source, x, size, how):
    channels, kernel_size = how["channels"], how["kernelSize"]
    weights = params.at(f"{source}/fit/kernel", *kernel_size, x.shape[3], channels)
    bias = params.at(f"{source}/fit/bias", channels)
    given = x.shape[1:3]
    steps = [math.ceil(max(a, b) / min(a, b)) for a, b in zip(given, size)]
    if given[0] > size[0]:
        (top, bottom), (left, right) = [pads(s, g, k, d) for s, g, k, d in zip(size, given, kernel_size, steps)]
        y = F.conv2d(F.pad(nchw(x), (left, right, top, bottom)), weights.permute(3, 2, 0, 1), stride=steps)
        return nhwc(y) + bias
    # The whole transposed convolution, from which SAME's padding is cut; ours is turned by 180 degrees.
    y = F.conv_transpose2d(nchw(x), weights.permute(2, 3, 0, 1).flip((2, 3)), stride=steps)
    y = F.pad(y, (0, max(size[1] + kernel_size[1] - y.shape[3], 0), 0, max(size[0] + kernel_size[0] - y.shape[2], 0)))
    top, left = [pads(g, s, k, d)[0] for s, g, k, d in zip(size, given, kernel_size, steps)]
    return nhwc(y[:, :, top : top + size[0], left : left + size[1]]) + bias


def factored(params, source, x, _, how):
    mask = params.at(f"{source}/fit/mask", *x.shape[1:3], how["units"])
    features = params.at(f"{source}/fit/features", x.shape[3], how["units"])
    y = torch.einsum("bhwc,cn,hwn->bn", x, features, mask) + params.at(f"{source}/fit/bias", how["units"])
    return y[:, None, None, :]


WAYS = {"affine": affine, "transposed": transposed, "factored": factored}


def run(name, size, channels, ff, others):
    kind = size if isinstance(size, str) else size["kind"]
    how = {"channels": ff[2], **(size if isinstance(size, dict) else {})}
    params = Params()
    xs = {source: wave(f"map {source}", (BATCH, *shape)) for source, shape in [(FF, ff), *others]}
    first = factored(params, FF, xs[FF], None, how) if kind == "factored" else xs[FF]
    parts = [first]
    for source, _ in others:
        y = WAYS[kind](params, source, xs[source], first.shape[1:3], how)
        if channels != "concat" and y.shape[3] != first.shape[3]:
            kernel = params.at(f"{source}/kernel", 1, 1, y.shape[3], first.shape[3])
            y = y @ kernel[0, 0] + params.at(f"{source}/bias", first.shape[3])
        parts.append(y)
    if channels == "concat":
        joined = torch.cat(parts, 3)
    else:
        joined = parts[0]
        for part in parts[1:]:
            joined = joined + part if channels == "add" else joined * part
    (joined * wave("readout", tuple(joined.shape)).detach()).sum().backward()
    listed = lambda tensor: [float(f"{value:.9g}") for value in tensor.detach().reshape(-1).tolist()]
    return {
        "name": name,
        "join": {"size": size, "channels": channels},
        "feedforward": [FF, ff],
        "others": others,
        "shape": list(joined.shape),
        "joined": listed(joined),
        "params": {path: listed(tensor.grad) for path, tensor in params.items()},
        "inputs": {source: listed(x.grad) for source, x in xs.items()},
    }


def way(kind, **settings):
    return {"kind": kind, **settings}


CASES = [
    run("affine, smaller and larger maps behind", "affine", "concat", [4, 5, 2], [("b", [2, 3, 3]), ("c", [7, 6, 1])]),
    run("affine, a map of one row added", "affine", "add", [3, 4, 2], [("b", [1, 5, 3])]),
    run("transposed by 2, odd size", way("transposed", kernelSize=[3, 3]), "concat", [7, 7, 2], [("b", [4, 4, 3])]),
    run("transposed by 4 and 2, an even kernel", way("transposed", kernelSize=[4, 2]), "multiply", [8, 5, 2], [("b", [2, 3, 3])]),
    run("transposed by more than its kernel", way("transposed", kernelSize=[1, 2]), "add", [7, 9, 2], [("b", [3, 3, 1])]),
    run("a larger map by steps, one of the same size", way("transposed", kernelSize=[3, 2]), "add", [4, 3, 2], [("b", [7, 6, 3]), ("c", [4, 3, 3])]),
    run("factored, concatenated", way("factored", units=3), "concat", [3, 4, 2], [("b", [2, 2, 5])]),
    run("factored, multiplied", way("factored", units=4), "multiply", [3, 4, 2], [("b", [5, 1, 2]), ("c", [1, 1, 1])]),
]

versions = {"torch": torch.__version__, "numpy": np.__version__, "python": sys.version.split()[0]}
json.dump({"generator": "joins.py", "versions": versions, "cases": CASES}, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
