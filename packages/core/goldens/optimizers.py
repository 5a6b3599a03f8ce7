"""Remakes optimizers.json: 20 steps of torch's optimizers, and of TensorFlow's written out in NumPy.

Problem: f(w) = 1/2 sum_i c_i (w_i - t_i)^2 + sum_i sin(3 w_i), with the gradient in closed form.
Run: python3 goldens/optimizers.py, with torch and numpy
"""

import json
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
START = np.array([1.0, -2.0, 0.5, 3.0, -0.25])
CURVATURE = np.array([1.0, 0.1, 10.0, 0.01, 2.0])
TARGET = np.array([0.3, 1.0, -0.7, 0.0, 2.0])
STEPS = 20


def gradient(w):
    return CURVATURE * (w - TARGET) + 3 * np.cos(3 * w)


def by_torch(make, rates):
    w = torch.tensor(START, requires_grad=True)
    optimizer = make([w], rates[0])
    path = []
    for rate in rates:
        optimizer.param_groups[0]["lr"] = rate
        w.grad = torch.tensor(gradient(w.detach().numpy()))
        optimizer.step()
        path.append(w.detach().numpy().tolist())
    return path


def by_numpy(update, rates):
    w, slots, path = START.copy(), {}, []
    for step, rate in enumerate(rates):
        w = update(w, gradient(w), slots, step + 1, rate)
        path.append(w.tolist())
    return path


def sgd_keras(mu, nesterov):  # TensorFlow 2, tf.keras.optimizers.SGD
    def update(w, g, slots, _t, rate):
        v = mu * slots.get("v", 0.0) - rate * g
        slots["v"] = v
        return w + mu * v - rate * g if nesterov else w + v

    return update


def adam_keras(b1, b2, eps):  # TensorFlow 2, tf.keras.optimizers.Adam: epsilon beside the uncorrected root
    def update(w, g, slots, t, rate):
        m = slots["m"] = b1 * slots.get("m", 0.0) + (1 - b1) * g
        v = slots["v"] = b2 * slots.get("v", 0.0) + (1 - b2) * g * g
        return w - rate * np.sqrt(1 - b2**t) / (1 - b1**t) * m / (np.sqrt(v) + eps)

    return update


def rmsprop_tf1(decay, momentum, eps, centered):  # TensorFlow 1, ApplyRMSProp and ApplyCenteredRMSProp
    def update(w, g, slots, _t, rate):
        s = slots["s"] = decay * slots.get("s", 1.0) + (1 - decay) * g * g
        mg = slots["mg"] = decay * slots.get("mg", 0.0) + (1 - decay) * g
        b = slots["b"] = momentum * slots.get("b", 0.0) + rate * g / np.sqrt(s - (mg * mg if centered else 0) + eps)
        return w - b

    return update


def adagrad_tf1(initial):  # TensorFlow 1, ApplyAdagrad
    def update(w, g, slots, _t, rate):
        s = slots["s"] = slots.get("s", initial) + g * g
        return w - rate * g / np.sqrt(s)

    return update


def adam_step(b1, b2, eps, rectified, strict):  # the step p of Adam, or of Liu et al. 2020, algorithm 2
    most = 2 / (1 - b2) - 1

    def step(g, slots, t, rate):
        m = slots["m"] = b1 * slots.get("m", 0.0) + (1 - b1) * g
        v = slots["v"] = b2 * slots.get("v", 0.0) + (1 - b2) * g * g
        rho = most - 2 * t * b2**t / (1 - b2**t)
        if rectified and (rho <= 5 if strict else rho < 5):
            return -rate * m / (1 - b1**t)
        r = np.sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho)) if rectified else 1.0
        return -rate * r * np.sqrt(1 - b2**t) / (1 - b1**t) * m / (np.sqrt(v) + eps)

    return step


def radam(b1, b2, eps):
    step = adam_step(b1, b2, eps, True, False)
    return lambda w, g, slots, t, rate: w + step(g, slots, t, rate)


def swats(b1, b2, eps, rectified):  # Keskar & Socher 2017, algorithm 1, one tensor; the specification of A.6
    step = adam_step(b1, b2, eps, rectified, True)

    def update(w, g, slots, t, rate):
        if "rate" in slots:
            b = slots["b"] = b1 * slots.get("b", 0.0) + g
            return w - (1 - b1) * slots["rate"] * b
        p = step(g, slots, t, rate)
        if p @ g != 0:
            gamma = -(p @ p) / (p @ g)
            slots["l"] = b2 * slots.get("l", 0.0) + (1 - b2) * gamma
            apart = abs(slots["l"] / (1 - b2**t) - gamma)
            assert abs(apart / eps - 1) > 0.01, "float32 must come to the same decision"
            if t > 1 and apart < eps:
                slots["rate"] = slots["l"] / (1 - b2**t)
                switches.append(t)
        return w + p

    return update


switches = []
falling = [0.05 * 0.9**step for step in range(STEPS)]
level = [0.02] * STEPS
cases = []


def case(config, authority, rates, path):
    cases.append({"config": config, "authority": authority, "rates": rates, "path": path})


for mu, nesterov in [(0.0, False), (0.9, False), (0.9, True)]:
    config = {"momentum": mu, "nesterov": nesterov}
    torch_sgd = lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=mu, nesterov=nesterov)
    case({"kind": "sgd", **config}, "torch", falling, by_torch(torch_sgd, falling))
    case({"kind": "sgd-keras", **config}, "numpy", falling, by_numpy(sgd_keras(mu, nesterov), falling))
case({"kind": "adam-torch"}, "torch", level, by_torch(lambda p, lr: torch.optim.Adam(p, lr=lr), level))
loose = {"beta1": 0.5, "beta2": 0.9, "epsilon": 0.1}  # an epsilon that tells the two forms apart
case({"kind": "adam-torch", **loose}, "torch", falling,
     by_torch(lambda p, lr: torch.optim.Adam(p, lr=lr, betas=(0.5, 0.9), eps=0.1), falling))
case({"kind": "adam"}, "numpy", level, by_numpy(adam_keras(0.9, 0.999, 1e-7), level))
case({"kind": "adam", **loose}, "numpy", falling, by_numpy(adam_keras(0.5, 0.9, 0.1), falling))
case({"kind": "adamw"}, "torch", level, by_torch(lambda p, lr: torch.optim.AdamW(p, lr=lr), level))
case({"kind": "adamw", "weightDecay": 0.5}, "torch", falling,
     by_torch(lambda p, lr: torch.optim.AdamW(p, lr=lr, weight_decay=0.5), falling))
for momentum, centered in [(0.0, False), (0.9, False), (0.9, True), (0.0, True)]:
    config = {"momentum": momentum, "centered": centered}
    make = lambda p, lr: torch.optim.RMSprop(p, lr=lr, momentum=momentum, centered=centered)
    case({"kind": "rmsprop-torch", **config}, "torch", falling, by_torch(make, falling))
    update = rmsprop_tf1(0.9, momentum, 1e-10, centered)
    case({"kind": "rmsprop", **config}, "numpy", falling, by_numpy(update, falling))

for initial, authority in [(0.0, "torch"), (0.1, "numpy")]:
    make = lambda p, lr: torch.optim.Adagrad(p, lr=lr, initial_accumulator_value=initial)
    path = by_torch(make, falling) if authority == "torch" else by_numpy(adagrad_tf1(initial), falling)
    case({"kind": "adagrad", "initial": initial}, authority, falling, path)
# torch's rectified Adam wants rho above 5 instead of 5 or more, which is the same here.
case({"kind": "radam", "epsilon": 1e-8}, "torch", level, by_torch(lambda p, lr: torch.optim.RAdam(p, lr=lr), level))
case({"kind": "radam", "beta1": 0.5, "beta2": 0.9, "epsilon": 0.1}, "torch", falling,
     by_torch(lambda p, lr: torch.optim.RAdam(p, lr=lr, betas=(0.5, 0.9), eps=0.1), falling))
case({"kind": "radam"}, "numpy", level, by_numpy(radam(0.9, 0.999, 1e-9), level))
for rectified in [False, True]:
    # Rates and an epsilon by which it settles midway: what comes before, at and after the switch is in the path.
    settling = [0.05 * 0.7 ** min(step, 8) for step in range(STEPS)]
    early = {"beta1": 0.5, "beta2": 0.7, "epsilon": 5e-4}
    case({"kind": "swats", **early, "rectified": rectified}, "numpy", settling,
         by_numpy(swats(0.5, 0.7, 5e-4, rectified), settling))
assert switches == [12, 16], switches
case({"kind": "swats"}, "numpy", falling, by_numpy(swats(0.9, 0.999, 1e-9, False), falling))

out = {
    "generator": "optimizers.py",
    "versions": {"torch": torch.__version__, "numpy": np.__version__},
    "start": START.tolist(),
    "curvature": CURVATURE.tolist(),
    "target": TARGET.tolist(),
    "cases": cases,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
