"""Forward values of networks that have none in our notes: /usr/bin/python3 packages/mouse-visual/goldens/forward.py

PyTorch in double precision, in evaluation. Weights and image are formulas (section 11.5 of our notes): every number by
its place in its array and by the place of the array in the state_dict. Written after He et al. 2016, Krizhevsky 2014,
Gidaris et al. 2018 and section 1 of the notes; torchvision is not needed.
"""

import datetime
import json
import math
import os

import numpy as np
import torch
from torch import nn


def alexnet(bn, classes, pool=6):
    spec = [(3, 64, 11, 4, 2, 1), (64, 192, 5, 1, 2, 1), (192, 384, 3, 1, 1, 0), (384, 256, 3, 1, 1, 0), (256, 256, 3, 1, 1, 1)]
    features = []
    for i, o, k, s, p, pooled in spec:
        features += [nn.Conv2d(i, o, k, s, p)] + ([nn.BatchNorm2d(o)] if bn else []) + [nn.ReLU()]
        features += [nn.MaxPool2d(3, 2)] if pooled else []
    norm = [nn.BatchNorm1d(4096)] if bn else []
    classifier = [nn.Dropout(), nn.Linear(256 * pool * pool, 4096), *norm, nn.ReLU()]
    norm = [nn.BatchNorm1d(4096)] if bn else []
    classifier += [nn.Dropout(), nn.Linear(4096, 4096), *norm, nn.ReLU()]
    classifier += [nn.Linear(4096, classes)] if classes else []

    class AlexNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.features = nn.Sequential(*features)
            self.avgpool = nn.AdaptiveAvgPool2d(pool)
            self.classifier = nn.Sequential(*classifier)

        def forward(self, x):
            return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))

    return AlexNet()


class Block(nn.Module):
    def __init__(self, inputs, width, stride, bottleneck):
        super().__init__()
        outputs = 4 * width if bottleneck else width
        conv = lambda i, o, k, s=1: nn.Conv2d(i, o, k, s, k // 2, bias=False)
        self.deep = bottleneck
        self.conv1 = conv(inputs, width, 1) if bottleneck else conv(inputs, width, 3, stride)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = conv(width, width, 3, stride if bottleneck else 1)
        self.bn2 = nn.BatchNorm2d(width)
        if bottleneck:
            self.conv3 = conv(width, outputs, 1)
            self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride > 1 or inputs != outputs:
            self.downsample = nn.Sequential(conv(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        if self.deep:
            y = self.bn3(self.conv3(torch.relu(y)))
        return torch.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, blocks, bottleneck, classes, cifar=False):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False) if cifar else nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()
        self.maxpool = nn.Identity() if cifar else nn.MaxPool2d(3, 2, 1)
        inputs = 64
        for stage, count in enumerate(blocks):
            layer = []
            for index in range(count):
                width = 64 * 2**stage
                layer.append(Block(inputs, width, 2 if stage and not index else 1, bottleneck))
                inputs = 4 * width if bottleneck else width
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layer))
        self.avgpool = nn.AvgPool2d(4) if cifar else nn.AdaptiveAvgPool2d(1)
        if classes:
            self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        x = torch.flatten(self.avgpool(x), 1)
        return self.fc(x) if hasattr(self, "fc") else x


class StreamNet(nn.Module):
    def __init__(self, streams, bn, pool, only_por, classes):
        super().__init__()
        seq = lambda i, o, k, s=1, p=0: [nn.Conv2d(i, o, k, s, p)] + ([nn.BatchNorm2d(o)] if bn else []) + [nn.ReLU()]
        maxpool = lambda: nn.MaxPool2d(3, 2)
        skip = lambda: nn.Sequential(*seq(64, 256, 1), maxpool()) if pool else nn.Sequential(*seq(64, 256, 3, 2))
        self.model_layers = nn.ModuleDict({"input_VISp": nn.Sequential(*seq(3, 64, 11, 4, 2), maxpool())})
        for p in streams:
            self.model_layers[f"VISp_{p}"] = nn.Sequential(*seq(64, 192, 5, 1, 2), maxpool(), *seq(192, 384, 3, 1, 1))
        for area in ("VISpor", "VISam"):
            self.model_layers[f"VISp_{area}"] = skip()
        for p in streams:
            for area in ("VISam", "VISpor"):
                self.model_layers[f"{p}_{area}"] = nn.Sequential(*seq(384, 256, 3, 1, 1))
        self.areas = ["VISpor"] if only_por else ["VISpor", "VISam"]
        self.avgpool = nn.AdaptiveAvgPool2d(6)
        self.classifier = nn.Sequential(nn.Flatten(), nn.Dropout(), nn.Linear(9216 * len(self.areas), classes))

    def forward(self, x):
        values = {"input": x}
        for name, layer in self.model_layers.items():
            source, target = name.split("_")
            value = layer(values[source])
            values[target] = values[target] + value if target in values else value
        return self.classifier(self.avgpool(torch.cat([values[area] for area in self.areas], 1)))


def fill(network):
    state = network.state_dict()
    for t, (name, tensor) in enumerate(state.items()):
        i = np.arange(tensor.numel(), dtype=np.int64)
        r = ((48271 * i + 7919 * t + 11) % 65537) / 65537
        u = 2 * r - 1
        normed = name.rsplit(".", 1)[0] + ".running_mean" in state
        if tensor.dim() >= 2:
            values = u * math.sqrt(2 / math.prod(tensor.shape[1:]))
        elif name.endswith("running_mean"):
            values = 0.1 * u
        elif name.endswith("running_var"):
            values = 1 + 0.5 * u
        elif name.endswith("num_batches_tracked"):
            continue
        elif name.endswith("weight"):
            values = 1 + 0.2 * u
        else:
            values = 0.5 * normed + 0.1 * u
        # The weights are single precision in the TypeScript.
        tensor.copy_(torch.from_numpy(values.astype(np.float32).astype(np.float64)).reshape(tensor.shape))
    return list(state)


def image(side):
    c, y, x = np.meshgrid(np.arange(3), np.arange(side), np.arange(side), indexing="ij")
    values = np.sin(0.11 * (y + 1) * (c + 1)) + np.cos(0.07 * (x + 1) * (c + 2))
    return torch.from_numpy(values.astype(np.float32).astype(np.float64))[None]


def case(name, model, network, layers, side=64):
    network.double().eval()
    names = fill(network)
    outputs = {}
    modules = dict(network.named_modules())
    for layer in layers:
        modules[layer].register_forward_hook(lambda _m, _i, y, layer=layer: outputs.__setitem__(layer, y.detach().clone()))
    with torch.no_grad():
        outputs["output"] = network(image(side))
    tensors = {}
    for layer, y in outputs.items():
        flat = y[0].flatten().double().numpy()
        tensors[layer] = {
            "shape": list(y.shape[1:]),
            "sum": float(flat.sum()),
            "squares": float((flat**2).sum()),
            "first": [float(v) for v in flat[:4]],
        }
    return {"name": name, "model": model, "side": side, "names": names, "layers": tensors}


torch.manual_seed(0)
SIX = ["VISl", "VISrl", "VISal", "VISli", "VISpm", "VISpl"]
cases = [
    case("AlexNet", {"kind": "alexNet", "pool": 2, "classes": 10}, alexnet(False, 10, 2), ["features.2", "features.5", "features.12", "classifier.2", "classifier.5"]),
    case("AlexNet with batch norm", {"kind": "alexNet", "batchNorm": True, "pool": 1}, alexnet(True, None, 1), ["features.3", "features.17", "classifier.3"]),
    case("ResNet-18", {"kind": "resNet", "depth": 18, "classes": 10}, ResNet([2, 2, 2, 2], False, 10), ["relu", "maxpool", "layer1.0", "layer2.0", "layer4.1"]),
    case("ResNet-50", {"kind": "resNet", "depth": 50}, ResNet([3, 4, 6, 3], True, None), ["layer1.0", "layer3.5", "layer4.2"]),
    case("ResNet-18 for CIFAR", {"kind": "resNet", "depth": 18, "stem": "cifar", "size": [32, 32], "classes": 10}, ResNet([2, 2, 2, 2], False, 10, cifar=True), ["relu", "layer2.1"], 32),
    case("two streams that are read in VISpor", {"kind": "streamNet", "streams": "dual", "batchNorm": False, "skip": "pool", "onlyPor": True, "classes": 10}, StreamNet(["ventral", "dorsal"], False, True, True, 10), ["avgpool"]),
    case("six streams", {"kind": "streamNet", "streams": "six", "classes": 10}, StreamNet(SIX, True, False, False, 10), ["avgpool"]),
]
result = {
    "generator": "packages/mouse-visual/goldens/forward.py",
    "torch": torch.__version__,
    "date": datetime.date.today().isoformat(),
    "cases": cases,
}
with open(os.path.join(os.path.dirname(__file__), "forward.json"), "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
