"""The networks of networks.mjs in PyTorch eager; a training step for each line on standard input."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class PathIntegrator(nn.Module):
    def __init__(self, units, timesteps=20, places=512):
        super().__init__()
        self.timesteps = timesteps
        self.encoder = nn.Linear(places, units)
        self.motion = nn.Linear(2, units)
        self.cell_input = nn.Linear(units, 2 * units)
        self.cell_recurrent = nn.Linear(units, 2 * units, bias=False)
        self.dense = nn.Linear(units, units)
        self.decoder = nn.Linear(units, places)

    def forward(self, velocity, start, target):
        drives = self.cell_input(self.motion(velocity)).chunk(self.timesteps)
        rates = self.encoder(start)
        outputs = []
        for drive in drives:
            gate_drive, candidate_drive = (drive + self.cell_recurrent(rates)).chunk(2, 1)
            gate = torch.sigmoid(gate_drive + 1)
            rates = gate * rates + (1 - gate) * F.relu(candidate_drive)
            outputs.append(rates)
        logits = self.decoder(F.relu(self.dense(torch.cat(outputs))))
        return -(target * F.log_softmax(logits, 1)).sum(1).mean()


class SmallAlexNet(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(64, 192, 5, 1, 2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(192, 384, 3, 1, 1), nn.ReLU(),
            nn.Conv2d(384, 256, 3, 1, 1), nn.ReLU(),
            nn.Conv2d(256, 256, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(3, 2),
        )
        self.linear = nn.Linear(256, classes)

    def forward(self, images, labels):
        logits = self.linear(self.features(images).flatten(1))
        return -(labels * F.log_softmax(logits, 1)).sum(1).mean()


def path_integrator(units, batch=200, timesteps=20, places=512):
    data = (
        torch.rand(timesteps * batch, 2) * 0.1 - 0.05,
        torch.softmax(torch.rand(batch, places) * 4 - 2, 1),
        torch.softmax(torch.rand(timesteps * batch, places) * 4 - 2, 1),
    )
    return PathIntegrator(units), data


def alexnet(batch=32, classes=10):
    return SmallAlexNet(classes), (torch.rand(batch, 3, 64, 64) * 2 - 1, torch.eye(classes)[torch.arange(batch) % classes])


torch.manual_seed(0)
model, data = alexnet() if sys.argv[1] == "alexnet" else path_integrator(int(sys.argv[1]))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, eps=1e-7)
print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for _ in sys.stdin:
    wall, cpu = time.perf_counter(), time.process_time()
    optimizer.zero_grad()
    loss = model(*data)
    loss.backward()
    optimizer.step()
    value = loss.item()
    print(json.dumps({"wall": 1e3 * (time.perf_counter() - wall), "cpu": 1e3 * (time.process_time() - cpu), "loss": value}), flush=True)
