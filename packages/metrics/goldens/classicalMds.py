"""Remakes classicalMds.json: python3 goldens/classicalMds.py. Classical scaling of scikit-learn (1.8 or later), of
distances that a plane holds only in part and of such as no flat space holds."""
import json
import pathlib
import platform

import numpy as np
import sklearn
from scipy.spatial.distance import pdist, squareform
from sklearn.manifold import ClassicalMDS


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def scaled(distances):
    model = ClassicalMDS(n_components=2, metric='precomputed').fit(distances)
    embedding = model.embedding_ * np.sign(model.embedding_[np.abs(model.embedding_).argmax(0), [0, 1]])
    return {'coordinates': embedding.ravel().tolist(), 'eigenvalues': np.sort(model.eigenvalues_)[::-1].tolist()}


golden = {
    'generator': 'sklearn ClassicalMDS, goldens/classicalMds.py',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'sklearn': sklearn.__version__},
    'points': scaled(squareform(pdist(park_miller(7, (8, 4))))),
    'bent': scaled(squareform(park_miller(17, 15))),
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
