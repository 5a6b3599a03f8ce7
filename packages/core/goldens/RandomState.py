"""Remakes RandomState.json: python3 goldens/RandomState.py (NumPy's legacy generator is frozen by NEP 19)."""
import json
import pathlib
import platform

import numpy as np


def cases(seed):
    state = lambda: np.random.RandomState(seed)
    mixed = state()
    shuffler = state()
    first, second = list(range(6)), list(range(6))
    shuffler.shuffle(first)
    shuffler.shuffle(second)
    return {
        'seed': seed,
        'uint32': [int(v) for v in state().randint(0, 2**32, 3, dtype=np.uint32)],
        'rand': state().rand(7).tolist(),
        'uniform': state().uniform(-1.1, 1.1, 7).tolist(),
        'randn': state().randn(101).tolist(),
        'normal': state().normal(0.5, 11.52, 5).tolist(),
        'rayleigh': state().rayleigh(0.13 * 2 * np.pi, 51).tolist(),
        'randint': [
            {'low': low, 'high': high, 'values': state().randint(low, high, 9).tolist()}
            for low, high in [(0, 1), (0, 2), (-3, 4), (5, 1005), (0, 2**31), (-(2**31), 2**31)]
        ],
        'mixed': [mixed.randn(), mixed.rand(), mixed.randn(), int(mixed.randint(0, 7)), mixed.randn(), mixed.randn()],
        'permutations': [state().permutation(n).tolist() for n in [0, 1, 2, 10, 400]],
        'shuffleTwice': [first, second],
        'late': state().rand(2000)[-3:].tolist(),
    }


golden = {
    'generator': 'numpy.random.RandomState',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__},
    'cases': [cases(seed) for seed in [0, 1, 9, 1234, 2**31, 2**32 - 1]],
}
path = pathlib.Path(__file__).with_suffix('.json')
path.write_text(json.dumps(golden, separators=(',', ':')) + '\n')
