"""Remakes dimensions.json: python3 goldens/dimensions.py. PCA, NMF and SMACOF of scikit-learn, TwoNN by formula."""
import json
import pathlib
import platform

import numpy as np
import sklearn
from scipy.spatial.distance import cdist, pdist, squareform
from sklearn.decomposition import NMF, PCA
from sklearn.manifold import smacof


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def flat(a):
    return np.asarray(a).ravel().tolist()


def nmf(k, solver, init):
    model = NMF(n_components=k, solver=solver, init=init, random_state=0, max_iter=200)
    W = model.fit_transform(data)
    return {'k': k, 'solver': solver, 'init': init, 'W': flat(W), 'H': flat(model.components_),
            'sweeps': int(model.n_iter_), 'error': float(np.linalg.norm(data - W @ model.components_)),
            'transform': flat(model.transform(park_miller(6, (4, 9))))}


data = park_miller(5, (12, 9)) ** 2
wide = park_miller(9, (6, 15))
pca = [{'shape': list(x.shape), 'variances': flat(PCA().fit(x).explained_variance_),
        'ratios': flat(PCA().fit(x).explained_variance_ratio_), 'components': flat(np.abs(PCA(4).fit(x).components_))}
       for x in (data, wide)]
points = park_miller(8, (60, 3))
d = np.sort(cdist(points, points), 1)
mu = np.sort(d[:, 2] / d[:, 1])[:54]
y = -np.log(1 - np.arange(1, 55) / 60)
distances = squareform(pdist(park_miller(7, (8, 4))))
coordinates, stress = smacof(distances, n_components=2, init=park_miller(3, (8, 2)), n_init=1, eps=1e-6)
golden = {
    'generator': 'sklearn PCA, NMF, smacof; TwoNN by numpy lstsq',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'sklearn': sklearn.__version__},
    'pca': pca,
    'nmf': [nmf(k, s, i) for k, s, i in ((3, 'cd', 'random'), (3, 'cd', 'nndsvd'), (4, 'cd', 'nndsvda'),
                                        (3, 'mu', 'random'), (2, 'mu', 'nndsvda'))],
    'participationRatio': [float(np.trace(np.cov(x.T)) ** 2 / (np.cov(x.T) ** 2).sum()) for x in (data, wide)],
    'twoNN': float(np.linalg.lstsq(np.log(mu)[:, None], y, rcond=None)[0][0]),
    'twoNNLikelihood': float(59 / np.log(d[:, 2] / d[:, 1]).sum()),
    'smacof': {'distances': flat(pdist(coordinates)), 'stress': float(stress)},
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
