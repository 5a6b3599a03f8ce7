"""Outputs and gradients of layers and cells by PyTorch, in float64, in the layout of this package.

Remake: /usr/bin/python3 packages/core/goldens/layersAndCells.py > packages/core/goldens/layersAndCells.json
The loss is sum(y * weights); images are [batch, height, width, channels], kernels [height, width, in, out].
"""
import json
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def wave(seed, *shape):
    """Fixed small numbers: 0.7 sin(1.7 i + seed) + 0.2 cos(0.31 i i)."""
    i = np.arange(int(np.prod(shape)), dtype=np.float64)
    values = 0.7 * np.sin(1.7 * i + seed) + 0.2 * np.cos(0.31 * i * i)
    return torch.tensor(np.round(values, 4).reshape(shape), requires_grad=True)


def plain(tensor):
    array = tensor.detach().numpy()
    return {"shape": list(array.shape), "values": [float(v) for v in array.ravel()]}


def case(layer, config, x, params, y, **more):
    weights = wave(91, *y.shape).detach()
    names = ["x", *params]
    grads = torch.autograd.grad((y * weights).sum(), [x, *params.values()])
    return {
        "layer": layer,
        "config": config,
        "x": plain(x),
        "params": {k: plain(v) for k, v in params.items()},
        "weights": plain(weights),
        "y": plain(y),
        "grads": {k: plain(g) for k, g in zip(names, grads)},
        **{k: plain(v) for k, v in more.items()},
    }


def image(x):
    return x.permute(0, 3, 1, 2)


def back(y):
    return y.permute(0, 2, 3, 1)


def convolution(config, padding, channels=4):
    x = wave(1, 2, 6, 5, channels)
    groups = config.get("groups", 1)
    kernel = wave(2, *config["kernelSize"], channels // groups, config["filters"])
    bias = wave(3, config["filters"])
    padded = F.pad(image(x), [padding[1][0], padding[1][1], padding[0][0], padding[0][1]])
    y = F.conv2d(padded, kernel.permute(3, 2, 0, 1), bias, config.get("strides", 1), 0, config.get("dilations", 1), groups)
    return case("conv2d", config, x, {"kernel": kernel, "bias": bias}, back(y))


def depthwise(strides):
    x, kernel, bias = wave(1, 2, 6, 5, 3), wave(2, 3, 2, 1, 6), wave(3, 6)
    y = F.conv2d(image(x), kernel.permute(3, 2, 0, 1), bias, strides, [1, 2], 1, 3)
    config = {"kernelSize": [3, 2], "multiplier": 2, "strides": strides, "padding": [[1, 1], [2, 2]]}
    return case("depthwiseConv2d", config, x, {"kernel": kernel, "bias": bias}, back(y))


def transposed(config, padding, extra):
    x, kernel, bias = wave(1, 2, 3, 4, 2), wave(2, *config["kernelSize"], 2, 3), wave(3, 3)
    mirrored = kernel.flip(0, 1).permute(2, 3, 0, 1)
    y = F.conv_transpose2d(image(x), mirrored, bias, config["strides"], padding, extra, 1, config.get("dilations", 1))
    return case("transposedConv2d", config, x, {"kernel": kernel, "bias": bias}, back(y))


def layers():
    yield convolution({"filters": 3, "kernelSize": [3, 2]}, [[0, 0], [0, 0]])
    yield convolution({"filters": 3, "kernelSize": [3, 2], "strides": [2, 1], "padding": [[1, 2], [0, 1]]}, [[1, 2], [0, 1]])
    # SAME with stride 2: 6 rows -> 3, pad 1 (0 above, 1 below); 5 columns -> 3, pad 2 (1, 1).
    yield convolution({"filters": 3, "kernelSize": [3, 3], "strides": [2, 2], "padding": "same"}, [[0, 1], [1, 1]])
    yield convolution({"filters": 2, "kernelSize": [3, 2], "dilations": [2, 3], "padding": "valid"}, [[0, 0], [0, 0]])
    yield convolution({"filters": 6, "kernelSize": [3, 3], "groups": 2, "padding": [[1, 1], [1, 1]]}, [[1, 1], [1, 1]])
    yield depthwise([2, 2])
    yield depthwise([1, 2])
    yield transposed({"filters": 3, "kernelSize": [3, 3], "strides": [2, 2], "padding": [[1, 1], [1, 1]], "outputPadding": [1, 0]}, 1, [1, 0])
    yield transposed({"filters": 3, "kernelSize": [4, 2], "strides": [2, 1], "padding": "valid", "dilations": [1, 2]}, 0, 0)
    yield transposed({"filters": 3, "kernelSize": [4, 4], "strides": [2, 2], "padding": "same"}, 1, 0)
    x = wave(1, 2, 7, 5, 3)
    yield case("maxPool2d", {"size": [3, 2], "strides": [2, 2], "padding": [[1, 1], [1, 1]]}, x, {}, back(F.max_pool2d(image(x), [3, 2], 2, 1)))
    for include in (True, False):
        y = F.avg_pool2d(image(x), [3, 2], 2, 1, count_include_pad=include)
        config = {"size": [3, 2], "strides": [2, 2], "padding": [[1, 1], [1, 1]], "countPadding": include}
        yield case("averagePool2d", config, x, {}, back(y))
    yield case("adaptiveAveragePool2d", {"size": [3, 4]}, x, {}, back(F.adaptive_avg_pool2d(image(x), [3, 4])))
    yield case("adaptiveMaxPool2d", {"size": [3, 4]}, x, {}, back(F.adaptive_max_pool2d(image(x), [3, 4])))
    gamma, beta = wave(5, 3), wave(6, 3)
    for training in (True, False):
        mean, variance = wave(7, 3).detach(), wave(8, 3).detach().abs() + 0.5
        running = mean.clone(), variance.clone()
        y = F.batch_norm(image(x), running[0], running[1], gamma, beta, training, 0.1, 1e-5)
        config = {"convention": "torch"}
        yield {
            **case("batchNorm", config, x, {"gamma": gamma, "beta": beta}, back(y), mean=mean, variance=variance, nextMean=running[0], nextVariance=running[1]),
            "training": training,
        }
    yield case("layerNorm", {}, x, {"gamma": gamma, "beta": beta}, F.layer_norm(x, [3], gamma, beta))
    x, gamma, beta = wave(1, 2, 3, 2, 6), wave(5, 6), wave(6, 6)
    yield case("groupNorm", {"groups": 3}, x, {"gamma": gamma, "beta": beta}, back(F.group_norm(image(x), 3, gamma, beta)))
    x = wave(1, 4, 5)
    kernel, bias = wave(2, 5, 3), wave(3, 3)
    yield case("dense", {"units": 3, "activation": "tanh"}, x, {"kernel": kernel, "bias": bias}, torch.tanh(x @ kernel + bias))


def cells():
    """Three timesteps of batch 2, 3 inputs, 4 units; torch's own cells."""
    inputs, start, memory = wave(1, 2, 3, 3), wave(2, 2, 4), wave(3, 2, 4)
    for kind, function, parts in [("simpleRnn", torch.rnn_tanh, 1), ("gru", torch.gru, 3), ("lstm", torch.lstm, 4)]:
        params = {"kernel": wave(4, 3, 4 * parts), "recurrentKernel": wave(5, 4, 4 * parts), "bias": wave(6, 4 * parts)}
        if kind == "gru":
            params["recurrentBias"] = wave(7, 12)
        # torch's GRU has reset before update.
        order = [1, 0, 2] if kind == "gru" else list(range(parts))
        arrange = lambda a: torch.cat([torch.split(a, 4, -1)[part] for part in order], -1)
        second = params.get("recurrentBias", torch.zeros(4 * parts))
        arguments = [arrange(params["kernel"]).T, arrange(params["recurrentKernel"]).T, arrange(params["bias"]), arrange(second)]
        hidden = (start[None], memory[None]) if kind == "lstm" else start[None]
        y = function(inputs, hidden, arguments, True, 1, 0.0, True, False, True)[0]
        yield case(kind, {"kind": kind, "units": 4}, inputs, params, y, start=start, memory=memory)


def activations():
    x = torch.linspace(-8, 8, 33)
    functions = {
        "linear": lambda v: v, "relu": F.relu, "relu6": F.relu6, "leakyRelu": F.leaky_relu, "elu": F.elu, "selu": F.selu,
        "tanh": torch.tanh, "sigmoid": torch.sigmoid, "softplus": F.softplus, "softsign": F.softsign, "silu": F.silu,
        "gelu": F.gelu, "geluTanh": lambda v: F.gelu(v, approximate="tanh"),
    }
    x = torch.tensor([v + 0.03 for v in x], requires_grad=True)
    for name, function in functions.items():
        y = function(x)
        (grad,) = torch.autograd.grad(y.sum(), x)
        yield {"name": name, "x": plain(x), "y": plain(y), "grad": plain(grad)}


if __name__ == "__main__":
    made = {"generator": "layersAndCells.py", "versions": {"torch": torch.__version__, "numpy": np.__version__, "python": sys.version.split()[0]},
            "layers": list(layers()), "cells": list(cells()), "activations": list(activations())}
    json.dump(made, sys.stdout)
    print()
