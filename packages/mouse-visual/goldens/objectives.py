"""Losses and their gradients by PyTorch in double precision, on random inputs.

Remake: /usr/bin/python3 packages/mouse-visual/goldens/objectives.py > packages/mouse-visual/goldens/objectives.json
Every case has its inputs, the names of those that were differentiated, the loss, its parts and the gradients.
"""
import json
import platform

import numpy as np
import torch
import torch.nn.functional as F

draw = np.random.RandomState(0)
cases = {}


def normal(*shape):
    # What is stored is what is used, so rounding is none of the test's business.
    return np.round(draw.normal(size=shape), 6)


def case(name, inputs, learned, loss, **more):
    tensors = {key: torch.tensor(value, dtype=torch.float64 if np.asarray(value).dtype == float else torch.int64)
               for key, value in inputs.items()}
    for key in learned:
        tensors[key].requires_grad_()
    value, parts = loss(**tensors)
    value.backward()
    numbers = lambda array: {'shape': list(np.shape(array)), 'values': np.asarray(array).ravel().tolist()}
    cases[name] = {
        'inputs': {key: numbers(value) for key, value in inputs.items()},
        'loss': value.item(),
        'parts': {key: part.item() for key, part in parts.items()},
        'grads': {key: numbers(tensors[key].grad.numpy()) for key in learned},
        **more,
    }


def cross_entropy(logits, labels):
    return F.cross_entropy(logits, labels), {}


def instance(z, bank, positives, negatives, images=1000, tau=0.07, eps=1e-7):
    unit = z / z.norm(dim=1, keepdim=True)
    Z = 2876934.2 / 1281167 * images
    q = negatives.shape[1] / images
    P = lambda rows: torch.exp((rows * (unit if rows.dim() == 2 else unit[:, None])).sum(-1) / tau) / Z
    own, other = P(bank[positives]), P(bank[negatives])
    data = (-torch.log(own) + torch.log(own + q + eps)).mean()
    noise = -(np.log(q) - torch.log(other + q + eps)).sum(1).mean()
    return data + noise, {'data': data, 'noise': noise}


def nt_xent(z, tau=0.1):
    unit = z / (z.norm(dim=1, keepdim=True) + 1e-10)
    logits = unit @ unit.T / tau
    logits = logits.masked_fill(torch.eye(len(z), dtype=torch.bool), float('-inf'))
    return F.cross_entropy(logits, torch.arange(len(z)) ^ 1), {}


def moco(q, k, queue, tau=0.2):
    q, k = F.normalize(q), F.normalize(k)
    logits = torch.cat([(q * k).sum(1, keepdim=True), q @ queue.T], 1) / tau
    return F.cross_entropy(logits, torch.zeros(len(q), dtype=torch.long)), {}


def simsiam(p1, p2, z1, z2):
    D = lambda p, z: -(F.normalize(p) * F.normalize(z.detach())).sum(1).mean()
    return 0.5 * D(p1, z2) + 0.5 * D(p2, z1), {}


def off_diagonal(matrix):
    return (matrix ** 2).sum() - (torch.diagonal(matrix) ** 2).sum()


def barlow(z1, z2, redundancy=0.0051):
    norm = lambda z: F.batch_norm(z, None, None, training=True, eps=1e-5)
    c = norm(z1).T @ norm(z2) / len(z1)
    on = ((torch.diagonal(c) - 1) ** 2).sum()
    off = off_diagonal(c)
    return on + redundancy * off, {'onDiagonal': on, 'offDiagonal': off}


def vicreg(z1, z2):
    invariance = F.mse_loss(z1, z2)
    hinge = lambda z: F.relu(1 - torch.sqrt(z.var(0) + 1e-4)).mean()
    variance = hinge(z1) / 2 + hinge(z2) / 2
    cov = lambda z: off_diagonal((z - z.mean(0)).T @ (z - z.mean(0)) / (len(z) - 1)) / z.shape[1]
    covariance = cov(z1) + cov(z2)
    return 25 * invariance + 25 * variance + covariance, {'invariance': invariance, 'variance': variance, 'covariance': covariance}


def rotation(images, kernel):
    """Turn r of image i at row 4i + r; a linear answer."""
    turned = torch.stack([torch.rot90(images, r, (1, 2)) for r in range(4)], 1).flatten(0, 1)
    return F.cross_entropy(turned.flatten(1) @ kernel, torch.arange(4).repeat(len(images))), {}


def location(features, kernel):
    cells = features.reshape(-1, 9, features.shape[1])
    order = [0, 1, 2, 3, 5, 6, 7, 8]
    pairs = torch.cat([cells[:, order], cells[:, 4:5].expand(-1, 8, -1)], 2).flatten(0, 1)
    return F.cross_entropy(pairs @ kernel, torch.arange(8).repeat(len(cells))), {}


def sparse(output, target, code):
    error = 0.5 * F.mse_loss(output, target)
    penalty = 5e-4 / code.numel() * code.abs().sum()
    return error + penalty, {'error': error, 'penalty': penalty}


def depth(prediction, depth):
    return 0.5 * F.mse_loss(prediction, depth), {}


bank = normal(1000, 8)
bank = np.round(bank / np.linalg.norm(bank, axis=1, keepdims=True), 6)
queue = normal(20, 8)
queue = np.round(queue / np.linalg.norm(queue, axis=1, keepdims=True), 6)

case('crossEntropy', {'logits': normal(6, 7) * 3, 'labels': draw.randint(0, 7, 6)}, ['logits'], cross_entropy)
case('instance', {'z': normal(4, 8), 'bank': bank, 'positives': draw.permutation(1000)[:4],
                  'negatives': draw.randint(0, 1000, (4, 64))}, ['z'], instance)
case('ntXent', {'z': normal(10, 8)}, ['z'], nt_xent)
case('queueContrast', {'q': normal(5, 8), 'k': normal(5, 8), 'queue': queue}, ['q'], moco)
case('simSiam', {'p1': normal(5, 8), 'p2': normal(5, 8), 'z1': normal(5, 8), 'z2': normal(5, 8)}, ['p1', 'p2'], simsiam)
case('barlowTwins', {'z1': normal(9, 6), 'z2': normal(9, 6)}, ['z1', 'z2'], barlow)
case('vicReg', {'z1': normal(9, 6) * 0.7, 'z2': normal(9, 6) * 1.1}, ['z1', 'z2'], vicreg)
case('rotation', {'images': normal(3, 4, 4, 3), 'kernel': normal(48, 4) * 0.2}, ['images', 'kernel'], rotation)
case('location', {'features': normal(18, 5), 'kernel': normal(10, 8) * 0.3}, ['features', 'kernel'], location)
case('sparse', {'output': normal(2, 4, 4, 3), 'target': normal(2, 4, 4, 3), 'code': normal(2, 7)}, ['output', 'code'], sparse)
case('depth', {'prediction': normal(2, 4, 4), 'depth': normal(2, 4, 4)}, ['prediction'], depth)

print(json.dumps({
    'generator': 'packages/mouse-visual/goldens/objectives.py',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'torch': torch.__version__},
    'cases': cases,
}, separators=(',', ':')))
