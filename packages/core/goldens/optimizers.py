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

out = {
    "generator": "optimizers.py",
    "versions": {"torch": torch.__version__, "numpy": np.__version__},
    "start": START.tolist(),
    "curvature": CURVATURE.tolist(),
    "target": TARGET.tolist(),
    "cases": cases,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
