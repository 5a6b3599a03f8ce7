"""The published ConvRNNs rgc_shallow and ugrnn_intermediate in PyTorch eager, written from their equations; a step for
each line on standard input.

convRnns.py <job as JSON> contiguous|channels_last <threads>

`schedule` of the job: `every` evaluates every node at every step for the whole batch, as a plain loop does; `ours`
evaluates what the wanted outputs depend on, keeps what unchanged inputs gave, and has a batch of one until the image
comes, as @goal-driven/ventral-stream does.
"""

import json
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

BLANK = 0.5


def same(x, weight, bias=None, stride=1):
    """A convolution with TensorFlow's SAME padding: the odd row and column at the bottom and right."""
    pads = []
    for size, kernel in zip(x.shape[:1:-1], weight.shape[:1:-1]):
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        pads += [total // 2, total - total // 2]
    if pads[0] == pads[1] and pads[2] == pads[3]:
        return F.conv2d(x, weight, bias, stride, (pads[2], pads[0]))
    return F.conv2d(F.pad(x, pads), weight, bias, stride)


def pool(x):
    return F.max_pool2d(x, 2, ceil_mode=True)


class Node(nn.Module):
    """A node of the graph: `drive` of its input alone, `step` with its state, `after` what other nodes see."""

    channels = None

    def __init__(self, weights, name, stride=1, joined=False):
        super().__init__()
        self.name, self.stride, self.joined = name, stride, joined
        self.names = {}
        for path, values in weights.items():
            if path.startswith(name + "/"):
                key = path[len(name) + 1 :].replace("/", "_")
                self.register_parameter(key, nn.Parameter(values))

    def drive(self, x):
        return same(x, self.conv_kernel, self.conv_bias, self.stride)

    def step(self, drive, state):
        return drive, None

    def after(self, y, x):
        return y


class Plain(Node):
    def drive(self, x):
        return pool(F.elu(super().drive(x)))


class Reciprocal(Node):
    def __init__(self, *args, **rest):
        super().__init__(*args, **rest)
        self.channels = self.conv_kernel.shape[0]

    def drive(self, x):
        u = F.elu(super().drive(x))
        return u, same(u, self.cell_cellInput_kernel), same(x, self.cell_outGateResidual_kernel)

    def step(self, drive, state):
        intake, to_cell, to_gate = drive
        h, c = state if state is not None else 2 * (torch.zeros_like(intake),)
        out_tau = torch.sigmoid(same(h, self.cell_outTau_kernel))
        out_gate = torch.sigmoid(same(c, self.cell_outGate_kernel) + to_gate)
        cell_tau = torch.sigmoid(same(c, self.cell_cellTau_kernel))
        cell_gate = torch.sigmoid(same(h, self.cell_cellGate_kernel))
        new_h = F.elu((1 - out_tau) * h + (1 - out_gate) * intake)
        new_c = F.elu((1 - cell_tau) * c + (1 - cell_gate) * to_cell)
        return new_h, (new_h, new_c)

    def after(self, y, x):
        return pool(y)


class Residual(Node):
    """Convolution, elu, second convolution, what entered added, elu, and a pool after some."""

    pooled = False

    def drive(self, x):
        return F.elu(super().drive(x))

    def after(self, y, x):
        y = same(y, self.conv2_kernel, self.conv2_bias)
        y = F.elu(y + (F.conv2d(x, self.residual_kernel) if hasattr(self, "residual_kernel") else x))
        return pool(y) if self.pooled else y


class ResidualUgrnn(Residual):
    def __init__(self, *args, **rest):
        super().__init__(*args, **rest)
        if self.joined:  # one kernel over input and state, as published
            kernel = torch.cat([self.cell_kernel, self.cell_recurrentKernel], 1).detach()
            del self.cell_kernel, self.cell_recurrentKernel
            self.cell_joint = nn.Parameter(kernel)

    def drive(self, x):
        u = super().drive(x)
        return u if self.joined else same(u, self.cell_kernel, self.cell_bias)

    def step(self, drive, state):
        if self.joined:
            h = torch.zeros_like(drive) if state is None else state
            whole = same(torch.cat([drive, h], 1), self.cell_joint, self.cell_bias)
        else:
            b, channels, height, width = drive.shape
            h = drive.new_zeros(b, channels // 2, height, width) if state is None else state
            whole = drive + same(h, self.cell_recurrentKernel)
        gate, candidate = whole.chunk(2, 1)
        gate, candidate = torch.sigmoid(gate + 1), torch.tanh(candidate)
        new = gate * h + (1 - gate) * candidate
        return new, new


class ShallowReadout(Node):
    def drive(self, x):
        return F.conv2d(x, self.conv_kernel, self.conv_bias).mean((2, 3))


class DenseReadout(Node):
    def drive(self, x):
        return F.linear(x.mean((2, 3)), self.dense_kernel, self.dense_bias)


def build(model, weights, joined):
    if model == "rgc_shallow":
        nodes = [Plain(weights, "conv1", 2), Plain(weights, "conv2")]
        nodes += [Reciprocal(weights, f"conv{layer}") for layer in (3, 4, 5)]
        return nn.ModuleList([*nodes, ShallowReadout(weights, "imnetds")])
    nodes = [Plain(weights, "conv1", 2)]
    for layer in range(2, 11):
        node = (ResidualUgrnn if layer > 3 else Residual)(weights, f"conv{layer}", joined=joined)
        node.pooled = layer in (4, 6, 7, 10)
        nodes.append(node)
    return nn.ModuleList([*nodes, DenseReadout(weights, "imnetds")])


HAS_CELL = (Reciprocal, ResidualUgrnn)


def plan(nodes, wanted, steps):
    """For each step the nodes whose states and whose outputs somebody needs."""
    states, outputs = ([set() for _ in range(steps)] for _ in range(2))
    for t in reversed(range(steps)):
        outputs[t] |= {i for i in range(len(nodes)) if wanted(i, t)}
        for i, node in enumerate(nodes):
            if i in outputs[t]:
                states[t].add(i)
            if i not in states[t] or t == 0:
                continue
            if isinstance(node, HAS_CELL):
                states[t - 1].add(i)
            if i > 0:
                outputs[t - 1].add(i - 1)
    return states, outputs


def unroll(nodes, frames, wanted, sizes, ours):
    """Outputs by node and step; each arrow costs a step."""
    steps = len(frames)
    everything = [set(range(len(nodes)))] * steps
    states_of, outputs_of = plan(nodes, wanted, steps) if ours else (everything, everything)
    outputs, hidden, kept = {}, {}, {}
    found = [[] for _ in nodes]
    for t, frame in enumerate(frames):
        new = {}
        for i, node in enumerate(nodes):
            if i not in states_of[t]:
                continue
            x = frame if i == 0 else outputs.get(i - 1)
            if x is None:
                x = frame.new_zeros(1 if ours else frame.shape[0], *sizes[i - 1])
                x = x.contiguous(memory_format=torch.channels_last) if CHANNELS_LAST else x
            if isinstance(node, HAS_CELL):
                drive = kept[i][1] if ours and i in kept and kept[i][0] is x else node.drive(x)
                kept[i] = (x, drive)
                y, hidden[i] = node.step(drive, hidden.get(i))
                if i in outputs_of[t]:
                    new[i] = node.after(y, x)
            elif ours and i in kept and kept[i][0] is x:
                new[i] = kept[i][1]
            else:
                new[i] = node.after(node.drive(x), x)
                kept[i] = (x, new[i])
            if wanted(i, t):
                found[i].append(new[i])
        outputs = new
    return found


def peak():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def fitted(values, layout):
    """Kernels [h, w, I, O] as [O, I, h, w], matrices transposed."""
    x = torch.from_numpy(values.copy())
    if x.dim() == 4:
        return x.permute(3, 2, 0, 1).contiguous(memory_format=layout)
    return x.t().contiguous() if x.dim() == 2 else x


if __name__ == "__main__":
    job = json.loads(sys.argv[1])
    CHANNELS_LAST = sys.argv[2] == "channels_last"
    torch.set_num_threads(int(sys.argv[3]))
    layout = torch.channels_last if CHANNELS_LAST else torch.contiguous_format
    ours = job["schedule"] == "ours"
    with np.load(job["file"]) as stored:
        weights = {path: fitted(stored[path], layout) for path in stored.files if path != "images"}
        images = torch.from_numpy(stored["images"]).permute(0, 3, 1, 2).contiguous(memory_format=layout)
    nodes = build(job["model"], weights, joined=not ours)
    del weights
    batch, steps, image_off = images.shape[0], job["timesteps"], job["imageOff"]
    blank = torch.full((1 if ours else batch, *images.shape[1:]), BLANK).contiguous(memory_format=layout)
    frames = [images if t < image_off else blank for t in range(steps)]
    labels = torch.arange(batch) % job["classes"]
    last = len(nodes) - 1
    all_layers = job["work"] == "features"
    wanted = lambda i, t: (i == last and t >= job["decodeFrom"]) or (all_layers and i < last)
    sizes = [tuple(size) for size in job["sizes"]]
    optimizer = torch.optim.SGD(nodes.parameters(), lr=job["rate"], momentum=0.9, nesterov=True)

    start = [parameter.detach().clone() for parameter in nodes.parameters()]

    def restore():
        """The same parameters and no velocity before each step; its memory stays, as it would in training."""
        with torch.no_grad():
            for parameter, values in zip(nodes.parameters(), start):
                parameter.copy_(values)
                if "momentum_buffer" in optimizer.state[parameter]:
                    optimizer.state[parameter]["momentum_buffer"].zero_()

    def values_of_step(loss):
        """Loss; of each node the norm of the gradient, the velocity after one step, and of the step itself."""
        begin = dict(zip(nodes.parameters(), start))
        norm = lambda tensors: sum(tensor.double().pow(2).sum().item() for tensor in tensors) ** 0.5
        velocities = [[optimizer.state[p]["momentum_buffer"] for p in node.parameters()] for node in nodes]
        moves = [[p.detach().double() - begin[p] for p in node.parameters()] for node in nodes]
        return [loss, *map(norm, velocities), *map(norm, moves)]

    def train():
        optimizer.zero_grad(set_to_none=True)
        logits = unroll(nodes, frames, wanted, sizes, ours)[last][-1]
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    def look():
        with torch.no_grad():
            found = unroll(nodes, frames, wanted, sizes, ours)
            layers = [torch.stack([y.expand(batch, *y.shape[1:]) for y in ys], 1) for ys in found[:last] if ys]
            return layers, found[last][-1]

    def check(layers, logits):
        return [layer.abs().double().mean().item() for layer in layers] + logits.flatten().tolist()

    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for _ in sys.stdin:
        if job["work"] == "train":
            restore()
        wall, cpu = time.perf_counter(), time.process_time()
        result = train() if job["work"] == "train" else look()
        wall, cpu = 1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - cpu)
        highest = peak()
        values = values_of_step(result) if job["work"] == "train" else check(*result)
        del result
        print(json.dumps({"wall": wall, "cpu": cpu, "values": values, "peak": highest}), flush=True)
