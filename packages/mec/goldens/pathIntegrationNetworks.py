"""Activities, losses and gradients of the path-integrating networks, worked out in PyTorch, float64.

Every cell is written out here from its equations (Keras's order of gates), every gradient is torch's own.

Regenerate: python3 packages/mec/goldens/pathIntegrationNetworks.py > packages/mec/goldens/pathIntegrationNetworks.json
Row vectors, x W + b. Parameters and inputs are `wave`s whose phase is the sum of the character codes of their name.
"""
import json
import sys

import numpy as np
import torch

torch.set_default_dtype(torch.float64)

B, T, UNITS, CODE, CUES, HEADINGS, BOTTLENECK = 2, 3, 3, 4, 2, 3, 5
ACTIVATIONS = {"linear": lambda x: x, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu}


def wave(name, *shape):
    """0.7 sin(1.7 i + phase) + 0.2 cos(0.31 i i), i the flat index."""
    i = np.arange(int(np.prod(shape)), dtype=np.float64)
    phase = sum(ord(letter) for letter in name)
    values = 0.7 * np.sin(1.7 * i + phase) + 0.2 * np.cos(0.31 * i * i)
    return torch.tensor(values.reshape(shape))


class Params(dict):
    def __call__(self, name, *shape):
        if name not in self:
            self[name] = wave(name, *shape).requires_grad_()
        return self[name]


def dense(params, name, x, units, bias=True):
    y = x @ params(f"{name}/kernel", x.shape[-1], units)
    return y + params(f"{name}/bias", units) if bias else y


def recurrent(params, kind, act, inputs, state, step):
    """The outputs of a cell over time; `state` is (h, c) for an LSTM, else (h,)."""
    gates = {"srnn": 1, "rnn": 1, "ctrnn": 1, "ugrnn": 2, "gru": 3, "lstm": 4}[kind]
    K = params("cell/kernel", inputs.shape[-1], gates * UNITS)
    R = params("cell/recurrentKernel", UNITS, gates * UNITS)
    b = params("cell/bias", gates * UNITS) if kind not in ("srnn", "rnn") else 0
    c_r = params("cell/recurrentBias", gates * UNITS) if kind == "gru" else 0
    h = state[0]
    memory = state[1] if kind == "lstm" else None
    if kind == "ctrnn":
        memory, h = h, act(h)
    outputs = []
    for t in range(T):
        u = inputs[:, t]
        if kind in ("srnn", "rnn"):
            h = act(u @ K + h @ R)
        elif kind == "ctrnn":
            memory = memory + step * (-memory + h @ R + u @ K + b)
            h = act(memory)
        elif kind == "ugrnn":
            gate, candidate = torch.chunk(u @ K + h @ R + b, 2, -1)
            g = torch.sigmoid(gate + 1)
            h = g * h + (1 - g) * act(candidate)
        elif kind == "gru":
            xz, xr, xh = torch.chunk(u @ K + b, 3, -1)
            yz, yr, yh = torch.chunk(h @ R + c_r, 3, -1)
            z, r = torch.sigmoid(xz + yz), torch.sigmoid(xr + yr)
            h = z * h + (1 - z) * act(xh + r * yh)
        else:
            i, f, c, o = torch.chunk(u @ K + h @ R + b, 4, -1)
            memory = torch.sigmoid(f) * memory + torch.sigmoid(i) * act(c)
            h = torch.sigmoid(o) * act(memory)
        outputs.append(h)
    return torch.stack(outputs, 1)


def network(params, config, velocity, start, cues):
    kind, act = config["cell"], ACTIVATIONS[config["activation"]]
    layered = kind in ("ugrnn", "gru", "lstm", "srnn")
    bias = kind != "rnn"
    encoders = ["encoder1", "encoder2"] if kind in ("lstm", "banino") else ["encoder"]
    state = [dense(params, name, start, UNITS, bias) for name in encoders]
    beside = config.get("cueInput") == "beside"
    joint = velocity if cues is None or beside else torch.cat([velocity, cues], -1)
    drive = dense(params, "M", joint, UNITS) if layered else joint
    if beside:
        drive = torch.cat([drive, cues], -1)
    pre_g = recurrent(params, "lstm" if kind == "banino" else kind, act, drive, state, config.get("step"))
    if layered:
        g = act(dense(params, "dense", pre_g, UNITS))
    else:
        g = dense(params, "dense", pre_g, BOTTLENECK, False) if kind == "banino" else pre_g
    layers = {"pre_g": pre_g} if g is not pre_g else {}
    layers |= {"g": g, "dc": dense(params, "decoder", g, config["code"], bias)}
    if kind == "banino":
        layers["hdc"] = dense(params, "headingDecoder", g, HEADINGS)
    return layers


def shares(x):
    return torch.softmax(3 * x, -1)


def cross_entropy(logits, target):
    return -(target * torch.log_softmax(logits, -1)).sum(-1).mean()


def objective(task, layers, params, targets):
    """The whole loss and its first part, after the task's own words."""
    output, target = layers["dc"], targets["target"]
    square = lambda name: (params[name] ** 2).sum()
    kind = task["loss"]
    if kind in ("placeCells", "placeAndHeading"):
        first = cross_entropy(output, target)
    elif kind == "placeCellSquaredError":
        first = ((output - target) ** 2).sum(-1).mean()
    else:
        first = ((output - target) ** 2).mean()
    loss = first
    if kind == "placeAndHeading":
        loss = loss + cross_entropy(layers["hdc"], targets["headingTarget"])
        loss = loss + 1e-5 * (square("dense/kernel") + square("decoder/kernel") + square("headingDecoder/kernel"))
    elif kind == "positionWithCosts":
        inputs = "M/kernel" if "M/kernel" in params else "cell/kernel"
        loss = loss + task["inputOutputDecay"] * ((params[inputs] ** 2).mean() + (params["decoder/kernel"] ** 2).mean())
        loss = loss + task["metabolicCost"] * (layers.get("pre_g", layers["g"]) ** 2).mean()
    else:
        loss = loss + 1e-4 * square("cell/recurrentKernel")
    return loss, first


def plain(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().numpy().ravel()]


def case(config, task):
    banino = config["cell"] == "banino"
    movement = 3 if banino else 2
    config = {**config, "units": UNITS, "movement": movement}
    config |= {"code": 2 if task["loss"].startswith("position") else CODE}
    config |= {"headings": HEADINGS, "bottleneck": BOTTLENECK} if banino else {}
    params = Params()
    velocity = wave("velocity", B, T, movement)
    place = shares(wave("start", B, CODE)) if config["code"] == CODE else wave("start", B, 2)
    start = torch.cat([place, shares(wave("startHeading", B, HEADINGS))], -1) if banino else place
    cues = wave("cues", B, T, CUES) if config.get("cues") else None
    layers = network(params, config, velocity, start, cues)
    target = shares(wave("target", B, T, CODE)) if config["code"] == CODE else wave("target", B, T, 2)
    targets = {"target": target, "headingTarget": shares(wave("headingTarget", B, T, HEADINGS))}
    loss, first = objective(task, layers, params, targets)
    names = list(params)
    grads = torch.autograd.grad(loss, [params[name] for name in names])
    return {
        "config": config,
        "task": task,
        "layers": {name: plain(layer) for name, layer in layers.items()},
        "loss": float(loss),
        "taskLoss": float(first),
        "grads": {name: plain(grad) for name, grad in zip(names, grads)},
    }


def cases():
    entropy = {"loss": "placeCells"}
    for cell in ("ugrnn", "gru", "lstm", "srnn", "rnn"):
        for activation in ACTIVATIONS:
            yield case({"cell": cell, "activation": activation}, entropy)
        yield case({"cell": cell, "activation": "relu", "cues": CUES}, entropy)
        if cell != "rnn":
            yield case({"cell": cell, "activation": "tanh", "cues": CUES, "cueInput": "beside"}, entropy)
    yield case({"cell": "ctrnn", "activation": "tanh", "step": 0.25}, entropy)
    yield case({"cell": "ctrnn", "activation": "sigmoid", "step": 0.1, "cues": CUES}, entropy)
    yield case({"cell": "rnn", "activation": "relu"}, {"loss": "placeCellSquaredError"})
    yield case({"cell": "gru", "activation": "tanh"}, {"loss": "position"})
    costs = {"loss": "positionWithCosts", "inputOutputDecay": 0.3, "metabolicCost": 0.7}
    yield case({"cell": "ctrnn", "activation": "tanh", "step": 0.1}, costs)
    yield case({"cell": "ugrnn", "activation": "relu"}, costs)
    yield case({"cell": "banino", "activation": "tanh"}, {"loss": "placeAndHeading"})


if __name__ == "__main__":
    versions = {"torch": torch.__version__, "numpy": np.__version__, "python": sys.version.split()[0]}
    json.dump({"generator": "pathIntegrationNetworks.py", "versions": versions, "cases": list(cases())}, sys.stdout)
    print()
