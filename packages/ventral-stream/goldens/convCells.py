"""States, outputs and gradients of the recurrent cells over maps, by PyTorch in float64.

Written from the equations of the publications, not from this package: joint kernels are applied to joined
maps, depthwise convolutions in groups, padding is counted out by TensorFlow's rule.

Remake: /usr/bin/python3 packages/ventral-stream/goldens/convCells.py > packages/ventral-stream/goldens/convCells.json

Each case runs three steps over two examples, from states that are not 0. The loss is the sum of all outputs
and last states, each times fixed weights. Parameters and maps are a wave of their name (see `wave`), so the
file holds results alone.
"""
import json
import sys
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
STEPS, BATCH = 3, 2
MAP = (5, 6)
ACTIVATIONS = {
    "linear": lambda x: x,
    "elu": F.elu,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}


def wave(name, shape):
    """0.7 sin(1.7 i + phase) + 0.2 cos(0.31 i i); kernels over the root of their fan in, gains around 1."""
    i = np.arange(int(np.prod(shape)), dtype=np.float64)
    phase = sum(ord(letter) * (place + 1) for place, letter in enumerate(name))
    values = 0.7 * np.sin(1.7 * i + phase) + 0.2 * np.cos(0.31 * i * i)
    if name.lower().endswith("kernel"):
        values = 1.5 * values / np.sqrt(np.prod(shape[:-1]))
    if name.endswith("gamma"):
        values = 1 + 0.3 * values
    return torch.tensor(values.reshape(shape), requires_grad=True)


class Params(dict):
    """Parameters by path, made when they are first asked for."""

    def at(self, path, *shape):
        if path not in self:
            self[path] = wave(path, shape)
        assert tuple(self[path].shape) == shape, path
        return self[path]


def same(x, kernel, groups=1):
    """Cross-correlation of [B, H, W, C] with a kernel HWIO, stride 1, padded by TensorFlow's SAME."""
    height, width = kernel.shape[:2]
    top, left = (height - 1) // 2, (width - 1) // 2
    padded = F.pad(x.permute(0, 3, 1, 2), (left, width - 1 - left, top, height - 1 - top))
    return F.conv2d(padded, kernel.permute(3, 2, 0, 1), groups=groups).permute(0, 2, 3, 1)


def cut(k):
    return min(k, MAP[0]), min(k, MAP[1])


def norm(params, path, x):
    mean = x.mean(dim=(1, 2, 3), keepdim=True)
    variance = ((x - mean) ** 2).mean(dim=(1, 2, 3), keepdim=True)
    gamma, beta = params.at(path + "/gamma", x.shape[3]), params.at(path + "/beta", x.shape[3])
    return gamma * (x - mean) / torch.sqrt(variance + 1e-12) + beta


def joint(params, path, x, h, outputs, k):
    """W * [x, h] + b; the kernel's rows of x and of h are two parameters."""
    top = params.at(path + "kernel", k, k, x.shape[3], outputs)
    bottom = params.at(path + "recurrentKernel", k, k, h.shape[3], outputs)
    whole = torch.cat([top, bottom], dim=2)
    return same(torch.cat([x, h], dim=3), whole) + params.at(path + "bias", outputs)


def time_decay(params, config, state, x, r, fb):
    s = params.at("decay", 1) * state["trace"] + x
    return s, {"trace": s}


def simple_rnn(params, config, state, x, r, fb):
    h, k = state["rates"], config.get("kernelSize", 3)
    c = h.shape[3]
    total = same(x, params.at("kernel", k, k, x.shape[3], c)) + params.at("bias", c)
    total = total + same(h, params.at("recurrentKernel", k, k, c, c)) + params.at("recurrentBias", c)
    h = F.elu(norm(params, "norm", total) if config.get("layerNorm") else total)
    return h, {"rates": h}


def gru(params, config, state, x, r, fb):
    h, k = state["rates"], config.get("kernelSize", 3)
    c = h.shape[3]
    reset, update = joint(params, "gates/", x, h, 2 * c, k).split(c, dim=3)
    reset, update = torch.sigmoid(reset + 1), torch.sigmoid(update)
    candidate = torch.tanh(joint(params, "candidate/", x, reset * h, c, k))
    h = update * h + (1 - update) * candidate
    return h, {"rates": h}


def lstm(params, config, state, x, r, fb):
    h, c_old, k = state["rates"], state["cell"], config.get("kernelSize", 3)
    c = h.shape[3]
    i, j, f, o = joint(params, "", x, h, 4 * c, k).split(c, dim=3)
    if config.get("layerNorm"):
        i, j = norm(params, "norm/input", i), norm(params, "norm/candidate", j)
        f, o = norm(params, "norm/forget", f), norm(params, "norm/output", o)
    if config.get("peepholes"):
        f = f + params.at("peepholes/forget", *MAP, c) * c_old
        i = i + params.at("peepholes/input", *MAP, c) * c_old
        o = o + params.at("peepholes/output", *MAP, c) * c_old
    phi = config.get("forgetBias", 1)
    c_new = c_old * torch.sigmoid(f + phi) + torch.sigmoid(i) * torch.tanh(j)
    if config.get("layerNorm"):
        c_new = norm(params, "norm/cell", c_new)
    h = torch.tanh(c_new) * torch.sigmoid(o)
    return h, {"cell": c_new, "rates": h}


def ugrnn(params, config, state, x, r, fb):
    h = state["rates"]
    c = h.shape[3]
    g, k = joint(params, "", x, h, 2 * c, config.get("kernelSize", 3)).split(c, dim=3)
    g = torch.sigmoid(g + 1)
    h = g * h + (1 - g) * torch.tanh(k)
    return h, {"rates": h}


def intersection_rnn(params, config, state, x, r, fb):
    h = state["memory"]
    c = h.shape[3]
    p, k, q, y = joint(params, "", x, h, 4 * c, config.get("kernelSize", 3)).split(c, dim=3)
    p, q = torch.sigmoid(p + 1), torch.sigmoid(q + 1)
    h = p * h + (1 - p) * torch.tanh(k)
    return q * x + (1 - q) * torch.relu(y), {"memory": h}


def convolved(params, path, x, outputs, k, bias, separable, cut_all):
    inputs = x.shape[3]
    if separable:
        x = same(x, params.at(path + "/depthwise/kernel", *cut(k), 1, inputs), groups=inputs)
        path, k = path + "/pointwise", 1
    sides = cut(k) if cut_all else (k, k)
    y = same(x, params.at(path + "/kernel", *sides, inputs, outputs))
    return y + params.at(path + "/bias", outputs) if bias else y


def reciprocal_gated(params, config, state, x, r, fb):
    get = lambda name, default=False: config.get(name, default)
    op = partial(convolved, cut_all=get("cutKernels") == "all")
    act = lambda name, default: ACTIVATIONS[get(name, default)]
    h, c_old = state["rates"], state.get("cell")
    out, d = h.shape[3], None if c_old is None else c_old.shape[3]
    bias, entry = get("bias", True), get("feedbackEntry", "out")
    tau_k, gate_k = get("tauKernelSize", 3), get("gateKernelSize", 3)
    cell_tau_k, into_k = get("cellTauKernelSize", tau_k), get("cellInputKernelSize", 3)
    tau_sep, gate_sep, into_sep = get("separableTau"), get("separableGate"), get("separableCellInput")
    everywhere = get("fixedBiases", "dense") == "all"
    tau_bias = get("tauBias", 0) if everywhere or not tau_sep else 0
    gate_bias = get("gateBias", 0) if everywhere or not gate_sep else 0
    o_tau, k_tau = get("tauOffset", 1), get("tauMultiplier", -1)
    o_gate, k_gate = get("gateOffset", 1), get("gateMultiplier", -1)
    f_tau, f_gate = act("tauActivation", "sigmoid"), act("gateActivation", "sigmoid")

    if tuple(r.shape[1:3]) != MAP:
        r = F.interpolate(r.permute(0, 3, 1, 2), MAP, mode="bilinear", align_corners=True).permute(0, 2, 3, 1)

    def feedback(at, channels):
        if fb is None or entry != at:
            return 0
        k, separable = get("feedbackKernelSize", 3), get("separableFeedback")
        return act("feedbackActivation", "linear")(op(params, "feedback", fb, channels, k, bias, separable))

    u = act("inputActivation", "elu")(x + feedback("input", x.shape[3]))
    new = {}
    if d is not None:
        e = feedback("cell", d)
        if get("inputToCell", True):
            e = e + op(params, "cellInput", u, d, into_k, bias, into_sep)
        if get("cellResidual"):
            e = e + op(params, "cellResidual", r, d, into_k, bias, into_sep)
        tau = op(params, "cellTau", c_old, d, cell_tau_k, bias, tau_sep) + tau_bias
        if get("inputToTau"):
            tau = tau + op(params, "cellTauInput", u, d, cell_tau_k, False, False)
        if get("residualToCellTau"):
            tau = tau + op(params, "cellTauResidual", r, d, cell_tau_k, False, False)
        gate = op(params, "cellGate", h, d, gate_k, bias, gate_sep) + gate_bias
        if get("inputToGate"):
            gate = gate + op(params, "cellGateInput", u, d, gate_k, False, False)
        if get("residualToCellGate"):
            gate = gate + op(params, "cellGateResidual", r, d, gate_k, False, False)
        c_new = (o_tau + k_tau * f_tau(tau)) * c_old + (o_gate + k_gate * f_gate(gate)) * e
        if get("layerNorm"):
            c_new = norm(params, "cellNorm", c_new)
        new["cell"] = act("cellActivation", "elu")(c_new)

    e = u
    if get("inputToOut"):
        e = op(params, "outInput", u, out, get("outInputKernelSize", 3), bias, get("separableOutInput"))
    if get("cellToOut"):
        e = e + op(params, "outCell", c_old, out, gate_k, bias, gate_sep) + gate_bias
    if get("outResidual"):
        e = e + (r if r.shape[3] == out else op(params, "outResidual", r, out, 1, False, False))
    e = e + feedback("out", out)
    tau = op(params, "outTau", h, out, tau_k, bias, tau_sep) + tau_bias
    if get("inputToTau"):
        tau = tau + op(params, "outTauInput", u, out, tau_k, False, False)
    if get("residualToOutTau"):
        tau = tau + op(params, "outTauResidual", r, out, tau_k, False, False)
    gate = torch.zeros_like(h)
    if d is not None and not get("cellToOut"):
        gate = op(params, "outGate", c_old, out, gate_k, bias, gate_sep) + gate_bias
    if get("inputToGate"):
        gate = gate + op(params, "outGateInput", u, out, gate_k, False, False)
    if get("residualToOutGate"):
        gate = gate + op(params, "outGateResidual", r, out, gate_k, False, gate_sep)
    h_new = (o_tau + k_tau * f_tau(tau)) * h + (o_gate + k_gate * f_gate(gate)) * e
    if get("layerNorm"):
        h_new = norm(params, "outNorm", h_new)
    new["rates"] = act("outActivation", "elu")(h_new)
    return new["rates"], new


CELLS = {
    "timeDecay": time_decay,
    "simpleRnn": simple_rnn,
    "gru": gru,
    "lstm": lstm,
    "ugrnn": ugrnn,
    "intersectionRnn": intersection_rnn,
    "reciprocalGated": reciprocal_gated,
}


def numbers(tensor):
    return [float(f"{value:.8g}") for value in tensor.detach().numpy().ravel()]


def case(name, config, states, inputs=2, skips=None, feedback=0, skip_map=MAP):
    """`states` by name with their channels; the maps of all steps are one tensor, [steps * batch, ...]."""
    skips = inputs if skips is None else skips
    given = {"input": wave("input", (STEPS * BATCH, *MAP, inputs))}
    given["skip"] = wave("skip", (STEPS * BATCH, *skip_map, skips))
    if feedback:
        given["feedback"] = wave("feedback", (STEPS * BATCH, *MAP, feedback))
    start = {state: wave(state, (BATCH, *MAP, channels)) for state, channels in states.items()}
    params, state, loss = Params(), start, 0
    for step in range(STEPS):
        now = {key: value[step * BATCH : (step + 1) * BATCH] for key, value in given.items()}
        output, state = CELLS[config["kind"]](
            params, config, state, now["input"], now["skip"], now.get("feedback")
        )
        loss = loss + (output * wave(f"output {step}", tuple(output.shape)).detach()).sum()
    for key, value in state.items():
        loss = loss + (value * wave(f"last {key}", tuple(value.shape)).detach()).sum()
    wanted = {f"params/{path}": value for path, value in params.items()}
    wanted.update({f"start/{key}": value for key, value in start.items()})
    wanted.update({f"given/{key}": value for key, value in given.items()})
    grads = torch.autograd.grad(loss, list(wanted.values()), allow_unused=True)
    return {
        "name": name,
        "config": config,
        "site": {"size": list(MAP), "inputs": inputs, "skips": skips, "feedback": feedback},
        "skipMap": list(skip_map),
        "output": numbers(output),
        "last": {key: numbers(value) for key, value in state.items() if value is not output},
        "grads": {key: numbers(grad) for key, grad in zip(wanted, grads) if grad is not None},
    }


MEDIAN = {
    "kind": "reciprocalGated",
    "inputToOut": True,
    "outResidual": True,
    "tauKernelSize": 7,
    "gateKernelSize": 7,
    "cellInputKernelSize": 2,
    "feedbackKernelSize": 1,
    "separableTau": True,
    "separableGate": True,
    "gateActivation": "tanh",
    "tauOffset": 0.9219348064291611,
    "tauMultiplier": -0.9219348064291611,
    "gateOffset": 0.7006566684988862,
    "gateMultiplier": -0.7006566684988862,
    "tauBias": 4.147336708899556,
    "gateBias": 2.776542926439013,
}
EVERYTHING = {
    "kind": "reciprocalGated",
    "cellChannels": 3,
    **{name: True for name in ["inputToCell", "cellResidual", "inputToOut", "outResidual", "inputToTau"]},
    **{name: True for name in ["inputToGate", "residualToCellTau", "residualToCellGate"]},
    **{name: True for name in ["residualToOutTau", "residualToOutGate"]},
}

CASES = [
    case("time decay", {"kind": "timeDecay"}, {"trace": 2}),
    case("simple RNN", {"kind": "simpleRnn", "channels": 3}, {"rates": 3}),
    case("simple RNN, normed, even", {"kind": "simpleRnn", "kernelSize": 2, "layerNorm": True}, {"rates": 2}),
    case("GRU", {"kind": "gru", "channels": 3}, {"rates": 3}),
    case("GRU, even", {"kind": "gru", "kernelSize": 4}, {"rates": 2}),
    case("LSTM", {"kind": "lstm", "channels": 3}, {"cell": 3, "rates": 3}),
    case(
        "LSTM, normed, with peepholes",
        {"kind": "lstm", "layerNorm": True, "peepholes": True, "forgetBias": 0.9779},
        {"cell": 2, "rates": 2},
    ),
    case(
        "LSTM, normed, even",
        {"kind": "lstm", "kernelSize": 4, "layerNorm": True, "forgetBias": 1.3562},
        {"cell": 2, "rates": 2},
    ),
    case("UGRNN", {"kind": "ugrnn", "channels": 3}, {"rates": 3}),
    case("UGRNN, kernels larger than the map", {"kind": "ugrnn", "kernelSize": 7}, {"rates": 2}),
    case("intersection RNN", {"kind": "intersectionRnn"}, {"memory": 2}),
    case(
        "reciprocal gated cell, shallow",
        {"kind": "reciprocalGated", "inputActivation": "linear", "residualToOutGate": True, "bias": False},
        {"cell": 2, "rates": 2},
        skips=3,
    ),
    case(
        "reciprocal gated cell, shallow, kernels cut to the map",
        {
            "kind": "reciprocalGated",
            "inputActivation": "linear",
            "tauKernelSize": 7,
            "gateKernelSize": 8,
            "cutKernels": "all",
            "bias": False,
        },
        {"cell": 2, "rates": 2},
    ),
    case(
        "reciprocal gated cell, dense kernels larger than the map",
        {"kind": "reciprocalGated", "tauKernelSize": 7, "cellInputKernelSize": 8},
        {"cell": 2, "rates": 2},
    ),
    case(
        "reciprocal gated cell, median, with projection and feedback",
        {**MEDIAN, "cellChannels": 3},
        {"cell": 3, "rates": 2},
        skips=1,
        feedback=2,
    ),
    case("reciprocal gated cell, median, plain", {**MEDIAN, "cellChannels": 2}, {"cell": 2, "rates": 2}),
    case(
        "reciprocal gated cell with all, dense, normed, feedback to the input",
        {
            **EVERYTHING,
            "layerNorm": True,
            "feedbackEntry": "input",
            "feedbackActivation": "elu",
            "cellTauKernelSize": 2,
            "gateKernelSize": 4,
            "tauBias": 0.4,
            "gateBias": -0.3,
        },
        {"cell": 3, "rates": 2},
        skips=1,
        feedback=2,
        skip_map=(9, 4),
    ),
    case(
        "reciprocal gated cell with all, separable, feedback to the cell",
        {
            **EVERYTHING,
            "cellToOut": True,
            "feedbackEntry": "cell",
            "feedbackActivation": "tanh",
            "feedbackKernelSize": 8,
            **{f"separable{part}": True for part in ["Tau", "Gate", "CellInput", "OutInput", "Feedback"]},
            "fixedBiases": "all",
            "tauBias": 0.4,
            "gateBias": -0.3,
            "cellActivation": "tanh",
            "outActivation": "linear",
        },
        {"cell": 3, "rates": 2},
        skips=1,
        feedback=2,
    ),
    case(
        "reciprocal gated cell without a cell",
        {
            "kind": "reciprocalGated",
            "gateKernelSize": 0,
            "inputToCell": False,
            "residualToOutTau": True,
            "feedbackActivation": "elu",
        },
        {"rates": 2},
        skips=1,
        feedback=2,
    ),
]

versions = {"torch": torch.__version__, "numpy": np.__version__, "python": sys.version.split()[0]}
json.dump(
    {"generator": "convCells.py", "versions": versions, "cases": CASES}, sys.stdout, separators=(",", ":")
)
