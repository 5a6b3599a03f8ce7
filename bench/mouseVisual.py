"""The trainings of mouseVisual.mjs in PyTorch eager, written from the papers' equations; an update for each line.

mouseVisual.py simclr|instances [batch] [threads]
"""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def stage(inputs, outputs, size, stride=1, padding=0):
    return [nn.Conv2d(inputs, outputs, size, stride, padding), nn.BatchNorm2d(outputs), nn.ReLU()]


class AlexNet(nn.Module):
    """With batch norm behind every layer; at 64 pixels one pixel is left, which the pool repeats 36 times."""

    features = 4096

    def __init__(self):
        super().__init__()
        pool = nn.MaxPool2d(3, 2)
        self.maps = nn.Sequential(
            *stage(3, 64, 11, 4, 2), pool, *stage(64, 192, 5, 1, 2), pool,
            *stage(192, 384, 3, 1, 1), *stage(384, 256, 3, 1, 1), *stage(256, 256, 3, 1, 1), pool,
            nn.AdaptiveAvgPool2d(6), nn.Flatten(),
        )
        self.hidden = nn.Sequential(
            nn.Dropout(), nn.Linear(9216, 4096), nn.BatchNorm1d(4096), nn.ReLU(),
            nn.Dropout(), nn.Linear(4096, 4096), nn.BatchNorm1d(4096), nn.ReLU(),
        )

    def forward(self, images):
        return self.hidden(self.maps(images))


class StreamNet(nn.Module):
    features = 512 * 36

    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(*stage(3, 64, 11, 4, 2), nn.MaxPool2d(3, 2))
        middle = lambda: nn.Sequential(*stage(64, 192, 5, 1, 2), nn.MaxPool2d(3, 2), *stage(192, 384, 3, 1, 1))
        self.streams = nn.ModuleList([middle(), middle()])
        self.skips = nn.ModuleList([nn.Sequential(*stage(64, 256, 3, 2)) for _ in range(2)])
        self.into = nn.ModuleList(
            [nn.ModuleList([nn.Sequential(*stage(384, 256, 3, 1, 1)) for _ in range(2)]) for _ in range(2)]
        )

    def forward(self, images):
        first = self.first(images)
        streams = [stream(first) for stream in self.streams]
        areas = [
            self.skips[area](first) + sum(self.into[area][which](stream) for which, stream in enumerate(streams))
            for area in range(2)
        ]
        return F.adaptive_avg_pool2d(torch.cat(areas, 1), 6).flatten(1)


class SimClr(nn.Module):
    def __init__(self, temperature=0.1):
        super().__init__()
        self.net, self.temperature = AlexNet(), temperature
        self.head = nn.Sequential(
            nn.Linear(4096, 2048, bias=False), nn.BatchNorm1d(2048), nn.ReLU(),
            nn.Linear(2048, 128, bias=False), nn.BatchNorm1d(128),
        )

    def forward(self, first, second, _indices):
        rows = F.normalize(self.head(self.net(torch.stack([first, second], 1).flatten(0, 1))))
        logits = rows @ rows.T / self.temperature
        logits.fill_diagonal_(-1e9)
        return F.cross_entropy(logits, torch.arange(len(rows)) ^ 1)


class Instances(nn.Module):
    def __init__(self, images=10_000, negatives=1024, temperature=0.07, keep=0.5):
        super().__init__()
        self.net, self.head = StreamNet(), nn.Linear(StreamNet.features, 128)
        self.negatives, self.temperature, self.keep = negatives, temperature, keep
        self.bank = F.normalize(torch.rand(images, 128) * 2 - 1)

    def forward(self, first, _second, indices):
        rows = F.normalize(self.head(self.net(first)))
        count = len(self.bank)
        others = self.bank[torch.randint(count, (len(rows) * self.negatives,))].view(len(rows), self.negatives, -1)
        log_z = math.log(2876934.2 / 1281167 * count)
        own = (rows * self.bank[indices]).sum(1) / self.temperature - log_z
        other = torch.bmm(others, rows[:, :, None])[:, :, 0] / self.temperature - log_z
        share = self.negatives / count
        data = (torch.log(own.exp() + share + 1e-7) - own).mean()
        noise = torch.log1p((other.exp() + 1e-7) / share).sum(1).mean()
        with torch.no_grad():
            self.bank[indices] = F.normalize(self.keep * self.bank[indices] + (1 - self.keep) * rows)
        return data + noise


def clock():
    return time.perf_counter(), time.process_time()


def since(start):
    return {"wall": 1e3 * (time.perf_counter() - start[0]), "cpu": 1e3 * (time.process_time() - start[1])}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.set_num_threads(int(sys.argv[3]))
    batch = int(sys.argv[2])
    model = {"simclr": SimClr, "instances": Instances}[sys.argv[1]]()
    data = torch.randn(batch, 3, 64, 64), torch.randn(batch, 3, 64, 64), torch.arange(batch) * 7
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
    hello = {"version": torch.__version__, "parameters": sum(p.numel() for p in model.parameters())}
    print(json.dumps(hello), flush=True)
    for _ in sys.stdin:
        begin = clock()
        optimizer.zero_grad(set_to_none=True)
        start = clock()
        loss = model(*data)
        forward = since(start)
        start = clock()
        loss.backward()
        backward = since(start)
        start = clock()
        optimizer.step()
        parts = {"forward": forward, "backward": backward, "optimiser": since(start)}
        print(json.dumps({**since(begin), "loss": loss.item(), "parts": parts}), flush=True)
