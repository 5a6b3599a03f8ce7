"""Remakes lars.json: 12 steps of LARS in PyTorch, double precision, on a kernel, its bias and a gain of batch norm.

The rule is that of OpenSelfSup's optimizer: which tensors it leaves out by name, the local rate of the others, and the
learning rate inside the momentum buffer. Run: python3 goldens/lars.py, with torch and numpy
"""

import json
import pathlib
import re

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
draw = np.random.RandomState(0)
START = {
    "stage/conv/kernel": draw.normal(size=(3, 4)).round(6),
    "stage/conv/bias": draw.normal(size=4).round(6),
    "stage/norm/gamma": draw.normal(size=4).round(6),
    "neck/bn1/gamma": draw.normal(size=4).round(6),
}
NAMES = {"stage/conv/kernel": "features.0.weight", "stage/conv/bias": "features.0.bias",
         "stage/norm/gamma": "features.1.weight", "neck/bn1/gamma": "neck.bn1.weight"}
STEPS = 12


def loss_of(params):
    """A sum of squares and sines of everything, each tensor with its own scale."""
    return sum((scale * (w - 0.3) ** 2).sum() + torch.sin(3 * w).sum()
               for scale, w in zip([1.0, 0.2, 5.0, 2.0], params.values()))


class Lars(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9, weight_decay=1e-6, eta=0.001):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay, eta=eta))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for name, w in zip(group["names"], group["params"]):
                left_out = re.search(r"(bn|gn)(\d+)?.(weight|bias)", name) or "bias" in name
                decay = 0 if left_out else group["weight_decay"]
                local = 1 if left_out else group["eta"] * w.norm() / (w.grad.norm() + decay * w.norm())
                step = local * group["lr"] * (w.grad + decay * w)
                state = self.state[w]
                buffer = state["buffer"] = step if "buffer" not in state else group["momentum"] * state["buffer"] + step
                w -= buffer


def path(config, rates):
    params = {name: torch.tensor(value, requires_grad=True) for name, value in START.items()}
    group = {"params": list(params.values()), "names": [NAMES[name] for name in params]}
    optimizer = Lars([group], rates[0], config.get("momentum", 0.9), config.get("weightDecay", 1e-6),
                     config.get("trust", 0.001))
    steps = []
    for rate in rates:
        optimizer.param_groups[0]["lr"] = rate
        optimizer.zero_grad()
        loss_of(params).backward()
        grads = {name: w.grad.numpy().ravel().tolist() for name, w in params.items()}
        optimizer.step()
        steps.append({"grads": grads, "params": {name: w.detach().numpy().ravel().tolist() for name, w in params.items()}})
    return steps


falling = [0.05 * 0.9**step for step in range(STEPS)]
cases = [{"config": config, "rates": falling, "path": path(config, falling)}
         for config in [{}, {"momentum": 0.5, "weightDecay": 0.1, "trust": 0.2}]]
out = {
    "generator": "lars.py",
    "versions": {"torch": torch.__version__, "numpy": np.__version__},
    "start": {name: {"shape": list(value.shape), "values": value.ravel().tolist()} for name, value in START.items()},
    "cases": cases,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
