"""The published training loop in PyTorch eager; an update for each line on standard input.

Walks in NumPy, the place code in PyTorch, network, cross-entropy with decay of the recurrent weights, backward pass,
Adam: what `publishedLoop.mjs` does, at the sizes of Nayebi et al. 2021 but for the units.

publishedLoop.py <units> contiguous [threads]
"""

import json
import sys
import time

import numpy as np
import torch
from torchTwin import PathIntegrator

BOX, BATCH, TIMESTEPS, PLACES, SIGMA, DECAY = 2.2, 200, 20, 512, 0.12, 1e-4
DT, TURN, SPEED, BORDER, SLOW = 0.02, 11.52, 0.13 * 2 * np.pi, 0.03, 0.25


def wrap(angle):
    return np.mod(angle + np.pi, 2 * np.pi) - np.pi


def encounter(position, heading):
    """Whether a walker is near a wall and heads for it, and by how much it then turns."""
    half = BOX / 2
    x, y = position.T
    distances = np.stack([half - x, half - y, x + half, y + half])
    nearest = distances.argmin(0)
    angle = wrap(np.mod(heading, 2 * np.pi) - nearest * np.pi / 2)
    near = (distances.min(0) < BORDER) & (np.abs(angle) < np.pi / 2)
    return near, np.where(near, np.sign(angle) * (np.pi / 2 - np.abs(angle)), 0)


def walks(rng):
    """Start [B, 2], displacements and positions [B, T, 2], m."""
    position = np.zeros((BATCH, TIMESTEPS + 2, 2))
    heading = np.zeros((BATCH, TIMESTEPS + 2))
    speed = np.zeros((BATCH, TIMESTEPS + 2))
    position[:, 0] = rng.uniform(-BOX / 2, BOX / 2, (BATCH, 2))
    heading[:, 0] = rng.uniform(0, 2 * np.pi, BATCH)
    turns = rng.normal(0, TURN, (BATCH, TIMESTEPS + 1))
    speeds = rng.rayleigh(SPEED, (BATCH, TIMESTEPS + 1))
    for t in range(TIMESTEPS + 1):
        near, turn = encounter(position[:, t], heading[:, t])
        speed[:, t] = DT * speeds[:, t] * np.where(near, SLOW, 1)
        way = np.stack([np.cos(heading[:, t]), np.sin(heading[:, t])], 1)
        position[:, t + 1] = position[:, t] + speed[:, t, None] * way
        heading[:, t + 1] = heading[:, t] + turn + DT * turns[:, t]
    ways = np.stack([np.cos(heading), np.sin(heading)], 2)
    return position[:, 1], (speed[:, :, None] * ways)[:, 1:-1], position[:, 2:]


def encode(positions, centres):
    """Place code [N, PLACES] of positions [N, 2]: a difference of softmaxes, lifted and divided by its sum."""
    squared = torch.cdist(positions, centres) ** 2
    code = torch.softmax(-squared / (2 * SIGMA**2), 1) - torch.softmax(-squared / (4 * SIGMA**2), 1)
    code = code + code.min(1, keepdim=True).values.abs()
    return code / code.sum(1, keepdim=True)


def tensor(values):
    return torch.from_numpy(values.astype(np.float32))


torch.manual_seed(0)
if len(sys.argv) > 3:
    torch.set_num_threads(int(sys.argv[3]))
rng = np.random.RandomState(0)
centres = tensor(rng.uniform(-BOX / 2, BOX / 2, (PLACES, 2)))
model = PathIntegrator(int(sys.argv[1]), TIMESTEPS, PLACES)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, eps=1e-7)


def update():
    start, velocity, position = walks(rng)
    by_time = lambda values: tensor(values.transpose(1, 0, 2).reshape(-1, 2))
    optimizer.zero_grad()
    loss = model(by_time(velocity), encode(tensor(start), centres), encode(by_time(position), centres))
    loss = loss + DECAY * (model.cell_recurrent.weight**2).sum()
    loss.backward()
    optimizer.step()
    return loss.item()


print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for _ in sys.stdin:
    wall, cpu = time.perf_counter(), time.process_time()
    value = update()
    print(json.dumps({"wall": 1e3 * (time.perf_counter() - wall), "cpu": 1e3 * (time.process_time() - cpu), "loss": value}), flush=True)
