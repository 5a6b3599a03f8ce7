"""20 updates of each learning rule by an independent implementation, in double precision with torch's autograd.

    /usr/bin/python3 goldens/rules.py    # writes rules.json beside it; here with torch as `versions` says

Written from the definitions of Kunin et al. 2020 (energies, not their gradients), Lillicrap et al. 2016, Nokland 2016,
Liao et al. 2016 and Kolen & Pollack 1994. Tensors are NHWC as in the package; dense B is [O, I].
"""
import json
import math
import os

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
STEPS = 20
RATE, MOMENTUM, FEEDBACK_RATE = 0.05, 0.9, 0.2
draw = torch.Generator().manual_seed(11)


def normal(*shape, scale=1.0):
    # Rounded to float32, so that the package starts from the same numbers.
    return (torch.randn(*shape, generator=draw) * scale).float().double()


class Dense:
    rank = 2

    def project(self, x, w):
        return x @ w

    def by_feedback(self, x, b):
        return x @ b.T

    def reconstruct(self, y, b, like):
        return y @ b

    def reconstruct_by_kernel(self, y, w, like):
        return y @ w.T

    def transposed(self, w):
        return w.T


class Conv:
    rank = 4

    def __init__(self, stride, same):
        self.stride, self.same = stride, same

    def pads(self, size, k):
        if not self.same:
            return 0, 0
        out = math.ceil(size / self.stride)
        total = max((out - 1) * self.stride + k - size, 0)
        return total // 2, total - total // 2

    def project(self, x, w):
        top, bottom = self.pads(x.shape[1], w.shape[0])
        left, right = self.pads(x.shape[2], w.shape[1])
        padded = F.pad(x.permute(0, 3, 1, 2), (left, right, top, bottom))
        return F.conv2d(padded, w.permute(3, 2, 0, 1), stride=self.stride).permute(0, 2, 3, 1)

    by_feedback = project

    def reconstruct(self, y, q, like):
        # The adjoint of the projection, whatever it is: by autograd, differentiable itself.
        x = torch.zeros(like, requires_grad=True)
        return torch.autograd.grad(self.project(x, q), x, y, create_graph=True)[0]

    reconstruct_by_kernel = reconstruct

    def transposed(self, w):
        return w


class Projection(torch.autograd.Function):
    """Forward by W; back by a function of the error."""

    @staticmethod
    def forward(ctx, x, w, layer, send_back):
        ctx.save_for_backward(x, w)
        ctx.layer, ctx.send_back = layer, send_back
        return layer.project(x, w)

    @staticmethod
    def backward(ctx, error):
        x, w = ctx.saved_tensors
        with torch.enable_grad():
            own = w.detach().requires_grad_()
            dw = torch.autograd.grad(ctx.layer.project(x.detach(), own), own, error)[0]
            dx = ctx.send_back(error, x.shape).detach()
        return dx, dw, None, None


LAYERS = {
    "dense": [("first", Dense()), ("second", Dense()), ("readout", Dense())],
    "convolution": [("first", Conv(2, True)), ("second", Conv(1, False)), ("readout", Dense())],
}
SHAPES = {
    "dense": [(5, 4), (4, 4), (4, 3)],
    "convolution": [(3, 3, 2, 3), (3, 3, 3, 4), (16, 2)],
}
INPUT = {"dense": (6, 5), "convolution": (3, 8, 8, 2)}
OUTPUT = {"dense": (6, 3), "convolution": (3, 2)}


def feedback_shape(shape):
    return shape[::-1] if len(shape) == 2 else shape


def start(net):
    params, feedback = {}, {}
    for (name, _), shape in zip(LAYERS[net], SHAPES[net]):
        fan = math.prod(shape[:-1])
        params[name] = {"kernel": normal(*shape, scale=fan**-0.5), "bias": normal(shape[-1], scale=0.1)}
        feedback[name] = normal(*feedback_shape(shape), scale=fan**-0.5)
    return params, feedback, normal(*INPUT[net]), normal(*OUTPUT[net])


def forward(net, params, x, send_back):
    """Output, and the input and projection of each layer."""
    seen = {}
    for name, layer in LAYERS[net]:
        if layer.rank == 2 and x.ndim == 4:
            x = x.reshape(x.shape[0], -1)
        y = Projection.apply(x, params[name]["kernel"], layer, lambda e, like, n=name: send_back(n, e, like))
        seen[name] = (x.detach(), y.detach())
        x = y + params[name]["bias"]
        if name != "readout":
            x = torch.tanh(x)
    return x, seen


def axes(x):
    return tuple(range(1, x.ndim))


def centred(x):
    return x - x.mean(dim=axes(x), keepdim=True)


def normalised(x):
    x = centred(x)
    return x / x.square().sum(dim=axes(x), keepdim=True).sqrt()


ACTIVATIONS = {"linear": lambda x: x, "relu": torch.relu, "tanh": torch.tanh}


def energy(layer, coefficients, pipeline, x, w, b, bias):
    p = {"activationForward": "linear", "activationBackward": "linear", **pipeline}
    if p.get("centerInput"):
        x = centred(x)
    if p.get("normalizeInput"):
        x = normalised(x)
    back = x - x.mean(0, keepdim=True) if p.get("batchCenterBackwardInput") else x
    y, q = layer.project(x, w), layer.by_feedback(back, b)
    if p.get("biasForward"):
        y = y + bias
    if p.get("biasBackward"):
        q = q + bias
    y, q = ACTIVATIONS[p["activationForward"]](y), ACTIVATIONS[p["activationBackward"]](q)
    r, r_back = layer.reconstruct(y, b, x.shape), layer.reconstruct_by_kernel(q, w, x.shape)
    outs = {"y": y, "r": r}
    for name in outs:
        if p.get("centerForwardOutput"):
            outs[name] = centred(outs[name])
        if p.get("normalizeForwardOutput"):
            outs[name] = normalised(outs[name])
        if p.get("batchCenterForwardOutput"):
            outs[name] = outs[name] - outs[name].mean(0, keepdim=True)
    y, r = outs["y"], outs["r"]
    if p.get("centerBackwardOutput"):
        q, r_back = centred(q), centred(r_back)
    n = x.shape[0]
    parts = {
        "decay": lambda: w.square().sum() + b.square().sum(),
        "amp": lambda: -(y * q).sum() / n,
        "null": lambda: r.square().sum() / n,
        "nullReversed": lambda: r_back.square().sum() / n,
        "sparse": lambda: (y.square().sum() + q.square().sum()) / n,
        "self": lambda: -(layer.transposed(w) * b).sum(),
    }
    return sum(value * parts[name]() for name, value in coefficients.items())


def turns(phases, step):
    """Whether the task and whether alignment move."""
    delay, k = phases.get("delay", 0), phases.get("alternate")
    if step < delay:
        return False, True
    if k is None:
        return True, True
    aligns = (step - delay) % (k + 1) == 0
    return not aligns, aligns


def run(net, rule, coefficients=None, **options):
    params, feedback, x, target = start(net)
    pipeline = options.get("pipeline", {})
    layers = dict(LAYERS[net])
    initial = {n: {k: v.clone() for k, v in own.items()} for n, own in params.items()}
    if rule == "directFeedbackAlignment":
        errors = OUTPUT[net][1]
        feedback = {n: normal(errors, shape[-2], scale=0.5) for (n, _), shape in zip(LAYERS[net], SHAPES[net])}
    if rule == "signSymmetry":
        kind = options["magnitudes"]
        if kind == "meanAbsolute":
            feedback = {}
        else:
            spread = lambda w: w.sub(w.mean()).square().mean().sqrt()
            feedback = {
                n: feedback[n].abs() if kind == "random" else torch.ones_like(feedback[n]) * spread(params[n]["kernel"])
                for n in feedback
            }
    first = {n: b.clone() for n, b in feedback.items()}
    velocity = {n: {k: torch.zeros_like(v) for k, v in own.items()} for n, own in params.items()}
    feedback_velocity = {n: torch.zeros_like(b) for n, b in feedback.items()}
    noises = []
    for step in range(STEPS):
        task, aligns = turns(options.get("phases", {}), step)
        leaf = {n: {k: v.clone().requires_grad_() for k, v in own.items()} for n, own in params.items()}
        held = {}

        def send_back(name, error, like):
            layer, w = layers[name], params[name]["kernel"]
            if rule == "backpropagation":
                return layer.reconstruct_by_kernel(error, w, like)
            if rule == "directFeedbackAlignment":
                held.setdefault("error", error)
                direct = held["error"] @ feedback[name]
                return direct if len(like) == 2 else direct[:, None, None, :].expand(like)
            if rule == "signSymmetry":
                t = layer.transposed(w)
                size = feedback[name] if feedback else w.abs().mean()
                return layer.reconstruct(error, t.sign() * size, like)
            return layer.reconstruct(error, feedback[name], like)

        output, seen = forward(net, leaf, x, send_back)
        (output - target).square().mean().backward()
        grads = {n: {k: v.grad for k, v in own.items()} for n, own in leaf.items()}
        feedback_grads = {}
        noise = {}
        for name in feedback if coefficients is not None and aligns else {}:
            given = seen[name][0]
            if "noise" in pipeline:
                given = noise[name] = normal(*given.shape)
                given = given * pipeline["noise"]["stddev"]
            w, b = params[name]["kernel"].clone(), feedback[name].clone().requires_grad_()
            if options.get("updateForward"):
                w.requires_grad_()
            value = energy(layers[name], coefficients, pipeline, given, w, b, params[name]["bias"])
            found = torch.autograd.grad(value, [b, w] if options.get("updateForward") else [b])
            feedback_grads[name] = found[0]
            if options.get("updateForward"):
                grads[name]["kernel"] = grads[name]["kernel"] + found[1]
        noises.append({n: packed(v)["values"] for n, v in noise.items()})
        if rule == "kolenPollack":
            for name in feedback:
                change = layers[name].transposed(grads[name]["kernel"])
                feedback_grads[name] = change + 2 * options["decay"] * feedback[name]
        if task:
            for n, own in params.items():
                for k in own:
                    g = grads[n][k]
                    if k == "kernel":
                        g = g + options.get("weightDecay", 0.0) * own[k]
                    velocity[n][k] = MOMENTUM * velocity[n][k] + g
                    own[k] = own[k] - RATE * velocity[n][k]
        for n, g in feedback_grads.items():
            if rule == "kolenPollack":  # as the forward kernels
                feedback_velocity[n] = MOMENTUM * feedback_velocity[n] + g
                feedback[n] = feedback[n] - RATE * feedback_velocity[n]
            else:
                feedback[n] = feedback[n] - FEEDBACK_RATE * g
    config = {"kind": rule, **(options.get("config") or {})}
    for key in ("pipeline", "phases", "updateForward", "magnitudes", "decay"):
        if key in options:
            config[key] = options[key]
    return {
        "net": net,
        "config": config,
        "weightDecay": options.get("weightDecay", 0.0),
        "x": packed(x),
        "target": packed(target),
        "start": {"params": packed(initial), "feedback": packed(first)},
        "end": {"params": packed(params), "feedback": packed(feedback)},
        "noise": noises if any(noises) else [],
    }


def packed(tree):
    if isinstance(tree, dict):
        return {name: packed(node) for name, node in tree.items()}
    return {"shape": list(tree.shape), "values": [float(f"{v:.9g}") for v in tree.flatten().tolist()]}


def cases(net):
    yield run(net, "backpropagation")
    yield run(net, "feedbackAlignment")
    yield run(net, "directFeedbackAlignment")
    for magnitudes in ("initialSpread", "meanAbsolute", "random"):
        yield run(net, "signSymmetry", magnitudes=magnitudes)
    yield run(net, "kolenPollack", decay=0.02, weightDecay=0.04)
    # Energies of a convolution sum over places, so that its coefficients are smaller.
    c = 0.1 if net == "dense" else 0.02
    yield run(net, "weightMirror", {"decay": c, "amp": c}, config={"decay": c, "amp": c},
              pipeline={"noise": {"stddev": 0.5}, "biasForward": True, "activationForward": "relu",
                        "batchCenterBackwardInput": True}, phases={"delay": 2, "alternate": 1})
    yield run(net, "symmetricAlignment", {"decay": 0.2, "self": 0.4}, config={"decay": 0.2, "self": 0.4})
    yield run(net, "activationAlignment", {"sparse": c, "amp": 2 * c}, config={"sparse": c, "amp": 2 * c},
              pipeline={"biasForward": True, "biasBackward": True})
    yield run(net, "activationAlignment", {"sparse": c, "amp": 2 * c}, config={"sparse": c, "amp": 2 * c},
              pipeline={"activationForward": "tanh", "activationBackward": "tanh", "centerBackwardOutput": True})
    own = {"amp": 2 * c, "null": c, "decay": c}
    yield run(net, "informationAlignment", own, config=own)
    yield run(net, "informationAlignment", own, config=own, updateForward=True, phases={"alternate": 2})
    yield run(net, "informationAlignment", {"amp": 2 * c, "nullReversed": c / 4, "sparse": c},
              config={"amp": 2 * c, "null": c / 4, "decay": c, "reversed": True, "sparse": True},
              pipeline={"centerInput": True})
    yield run(net, "informationAlignment", own, config=own,
              pipeline={"normalizeInput": True, "normalizeForwardOutput": True, "batchCenterForwardOutput": True})


golden = {
    "versions": {"torch": torch.__version__},
    "steps": STEPS,
    "rates": {"params": RATE, "momentum": MOMENTUM, "feedback": FEEDBACK_RATE},
    "cases": [case for net in LAYERS for case in cases(net)],
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rules.json")
with open(path, "w") as file:
    json.dump(golden, file)
    file.write("\n")
print(len(golden["cases"]), os.path.getsize(path))
