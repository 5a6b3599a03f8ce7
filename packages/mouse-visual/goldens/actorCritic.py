"""A recurrent policy, its actor-critic loss and all gradients by PyTorch in double precision, on random inputs.

Remake: /usr/bin/python3 packages/mouse-visual/goldens/actorCritic.py > packages/mouse-visual/goldens/actorCritic.json
The network: features through a layer norm, beside what the body did; a layer of rectifiers; an LSTM whose memory is
emptied where an episode begins; one linear readout for the actor and one for the critic.
"""
import json
import platform

import numpy as np
import torch
import torch.nn.functional as F
from torch.nn.utils.stateless import functional_call

ANIMALS, STEPS, FEATURES, ACTIONS, EMBEDDING, UNITS = 2, 5, 6, 3, 7, 4
SCALE, VALUE, ENTROPY = 0.25, 0.5, 0.03
draw = np.random.RandomState(1)


def normal(*shape):
    # What is stored is what is used, so rounding is none of the test's business.
    return np.round(draw.normal(size=shape), 6)


params = {
    'norm/gamma': 1 + 0.1 * normal(FEATURES),
    'norm/beta': 0.1 * normal(FEATURES),
    'embedding/kernel': 0.5 * normal(FEATURES + ACTIONS + 1, EMBEDDING),
    'embedding/bias': 0.2 * normal(EMBEDDING),
    'cell/kernel': 0.5 * normal(EMBEDDING, 4 * UNITS),
    'cell/recurrentKernel': 0.5 * normal(UNITS, 4 * UNITS),
    'cell/bias': 0.5 * normal(4 * UNITS),
    'actor/kernel': normal(UNITS, ACTIONS),
    'actor/bias': 0.2 * normal(ACTIONS),
    'critic/kernel': normal(UNITS, 1),
    'critic/bias': 0.2 * normal(1),
}
inputs = {
    'seen': normal(ANIMALS, STEPS, FEATURES),
    'body': normal(ANIMALS, STEPS, ACTIONS + 1),
    'begins': np.array([[0, 0, 1, 0, 0], [1, 0, 0, 0, 1]], dtype=float),
    'hidden/rates': normal(ANIMALS, UNITS),
    'hidden/cell': normal(ANIMALS, UNITS),
    'actions': draw.randint(ACTIONS, size=(ANIMALS, STEPS)).astype(float),
    'advantages': normal(ANIMALS, STEPS),
    'returns': normal(ANIMALS, STEPS),
}

p = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in params.items()}
x = {name: torch.tensor(value, dtype=torch.float64) for name, value in inputs.items()}

normed = F.layer_norm(x['seen'], (FEATURES,), p['norm/gamma'], p['norm/beta'], 1e-5)
body = x['body'] * torch.tensor([1.0] * ACTIONS + [SCALE], dtype=torch.float64)
embedded = F.relu(torch.cat([normed, body], 2) @ p['embedding/kernel'] + p['embedding/bias'])
cell = torch.nn.LSTMCell(EMBEDDING, UNITS, dtype=torch.float64)
weights = {
    'weight_ih': p['cell/kernel'].T,
    'weight_hh': p['cell/recurrentKernel'].T,
    'bias_ih': p['cell/bias'],
    'bias_hh': torch.zeros(4 * UNITS, dtype=torch.float64),
}
h, c = x['hidden/rates'], x['hidden/cell']
memory = []
for step in range(STEPS):
    keep = 1 - x['begins'][:, step : step + 1]
    h, c = functional_call(cell, weights, (embedded[:, step], (h * keep, c * keep)))
    memory.append(h)
memory = torch.stack(memory, 1)
logits = memory @ p['actor/kernel'] + p['actor/bias']
values = (memory @ p['critic/kernel'] + p['critic/bias'])[..., 0]

choice = torch.distributions.Categorical(logits=logits)
policy_loss = -(choice.log_prob(x['actions']) * x['advantages']).mean()
value_loss = 0.5 * F.mse_loss(values, x['returns'])
entropy = choice.entropy().mean()
loss = policy_loss + VALUE * value_loss - ENTROPY * entropy
loss.backward()

numbers = lambda array: {'shape': list(np.shape(array)), 'values': np.asarray(array).ravel().tolist()}
print(json.dumps({
    'generator': 'packages/mouse-visual/goldens/actorCritic.py',
    'versions': {'python': platform.python_version(), 'torch': torch.__version__, 'numpy': np.__version__},
    'config': {'embedding': EMBEDDING, 'units': UNITS, 'actions': ACTIONS, 'features': FEATURES,
               'rewardScale': SCALE, 'value': VALUE, 'entropy': ENTROPY},
    'inputs': {name: numbers(value) for name, value in inputs.items()},
    'params': {name: numbers(value) for name, value in params.items()},
    'logits': numbers(logits.detach().numpy()),
    'values': numbers(values.detach().numpy()),
    'hidden': {'rates': numbers(h.detach().numpy()), 'cell': numbers(c.detach().numpy())},
    'loss': loss.item(),
    'parts': {'policyLoss': policy_loss.item(), 'valueLoss': value_loss.item(), 'entropy': entropy.item()},
    'grads': {name: numbers(tensor.grad.numpy()) for name, tensor in p.items()},
}))
