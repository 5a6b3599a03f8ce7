"""The networks of networks.mjs and resNet18.mjs in PyTorch eager; a step for each line on standard input.

torchTwin.py alexnet|resnet|features|<units> [channels_last|contiguous] [threads]
"""

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


class Block(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.a = nn.Sequential(nn.Conv2d(channels, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width))
        self.b = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))
        self.c = nn.Identity()
        if channels != width:
            self.c = nn.Sequential(nn.Conv2d(channels, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return F.relu(self.b(F.relu(self.a(x))) + self.c(x))


class ResNet18(nn.Module):
    def __init__(self, classes=1000):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)
        )
        blocks, channels = [], 64
        for stage, width in enumerate([64, 128, 256, 512]):
            for block in range(2):
                blocks.append(Block(channels, width, 2 if stage > 0 and block == 0 else 1))
                channels = width
        self.blocks = nn.Sequential(*blocks)
        self.linear = nn.Linear(512, classes)

    def forward(self, images, labels):
        logits = self.linear(self.blocks(self.stem(images)).mean((2, 3)))
        return -(labels * F.log_softmax(logits, 1)).sum(1).mean()


def images_and_labels(batch, classes):
    return torch.rand(batch, 3, 64, 64) * 2 - 1, torch.eye(classes)[torch.arange(batch) % classes]


def path_integrator(units, batch=200, timesteps=20, places=512):
    data = (
        torch.rand(timesteps * batch, 2) * 0.1 - 0.05,
        torch.softmax(torch.rand(batch, places) * 4 - 2, 1),
        torch.softmax(torch.rand(timesteps * batch, places) * 4 - 2, 1),
    )
    return PathIntegrator(units), data


def build(name):
    if name in ("alexnet", "features"):
        return SmallAlexNet(10), images_and_labels(32, 10)
    if name == "resnet":
        return ResNet18(), images_and_labels(32, 1000)
    return path_integrator(int(name))


if __name__ == "__main__":
    torch.manual_seed(0)
    if len(sys.argv) > 3:
        torch.set_num_threads(int(sys.argv[3]))
    model, data = build(sys.argv[1])
    if len(sys.argv) > 2 and sys.argv[2] == "channels_last":
        model = model.to(memory_format=torch.channels_last)
        data = tuple(x.contiguous(memory_format=torch.channels_last) if x.dim() == 4 else x for x in data)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, eps=1e-7)

    def train():
        optimizer.zero_grad()
        loss = model(*data)
        loss.backward()
        optimizer.step()
        return loss.item()

    def look():
        with torch.no_grad():
            return model.features(data[0]).sum().item()

    step = look if sys.argv[1] == "features" else train
    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        value = step()
        print(json.dumps({"wall": 1e3 * (time.perf_counter() - wall), "cpu": 1e3 * (time.process_time() - cpu), "loss": value}), flush=True)
