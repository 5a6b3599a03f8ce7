"""Remakes maps.json: python3 goldens/maps.py. Maps, pipelines and nested cross-validation of scikit-learn's parts."""
import json
import pathlib
import platform
import warnings

import numpy as np
import sklearn
from sklearn.cross_decomposition import PLSRegression
from sklearn.decomposition import PCA
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, Ridge
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.random_projection import GaussianRandomProjection, johnson_lindenstrauss_min_dim


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def flat(a):
    return np.asarray(a).ravel().tolist()


# Features of unequal spread and mean, so that standardisation matters.
X = park_miller(61, (80, 60)) * (1 + np.arange(60) % 7) + np.arange(60) % 5
Y = np.tanh((X - X.mean(0))[:, :12] @ (park_miller(62, (12, 4)) - 0.5)) + 0.5 * (park_miller(63, (80, 4)) - 0.5)
new = park_miller(64, (3, 60)) * (1 + np.arange(60) % 7) + np.arange(60) % 5


def pls(k, scale):
    model = PLSRegression(k, scale=scale).fit(X, Y)
    return {'components': k, 'scale': scale, 'iterations': [int(i) for i in model.n_iter_],
            'predictions': flat(model.predict(new))}


scaler = StandardScaler
projection = lambda k: GaussianRandomProjection(k, random_state=9)
pipelines = [
    ([{'kind': 'standardise'}], {'kind': 'ridge', 'alpha': 2}, make_pipeline(scaler(), Ridge(2))),
    ([{'kind': 'pca', 'components': 7}], {'kind': 'leastSquares'}, make_pipeline(PCA(7), LinearRegression())),
    ([{'kind': 'standardise'}, {'kind': 'pca', 'components': 10}], {'kind': 'pls', 'components': 4},
     make_pipeline(scaler(), PCA(10), PLSRegression(4, scale=False))),
    ([{'kind': 'randomProjection', 'components': 15, 'seed': 9}], {'kind': 'ridge', 'alpha': 1},
     make_pipeline(projection(15), Ridge(1))),
    ([{'kind': 'randomProjection', 'components': 30, 'seed': 9}, {'kind': 'standardise'}],
     {'kind': 'lasso', 'alpha': 0.02, 'tolerance': 1e-12, 'maxSweeps': 100000},
     make_pipeline(projection(30), scaler(), Lasso(0.02, tol=1e-12, max_iter=100000))),
    ([{'kind': 'standardise'}], {'kind': 'elasticNet', 'alpha': 0.1, 'l1Ratio': 0.3},
     make_pipeline(scaler(), ElasticNet(0.1, l1_ratio=0.3))),
]


def correlations(a, b):
    a, b = a - a.mean(0), b - b.mean(0)
    with np.errstate(invalid='ignore'):
        return (a * b).sum(0) / np.sqrt((a ** 2).sum(0) * (b ** 2).sum(0))


def outer(n, count=3, fraction=0.6):
    orders = [np.random.RandomState(s).permutation(n) for s in range(count)]
    return [(o[:int(np.ceil(fraction * n))], o[int(np.ceil(fraction * n)):]) for o in orders]


def nested(models, inner, choice, groups=None):
    """Held-out correlation per split and site, the model chosen within the training samples."""
    r, chosen = [], []
    for train, test in outer(len(X)):
        scores = np.stack([[correlations(m.fit(X[train][a], Y[train][a]).predict(X[train][b]), Y[train][b])
                            for a, b in inner.split(train, None, None if groups is None else groups[train])]
                           for m in models]).mean(1)
        best = scores.argmax(0) if choice == 'site' else np.full(4, np.median(scores, 1).argmax())
        predicted = np.stack([m.fit(X[train], Y[train]).predict(X[test]) for m in models])
        r.append(correlations(np.stack([predicted[c, :, q] for q, c in enumerate(best)], 1), Y[test]))
        chosen.append(best)
    return {'choice': choice, 'r': flat(r), 'chosen': [int(c) for c in flat(chosen)]}


alphas, counts = [0.1, 1, 10, 100, 1000, 10000], [1, 2, 3, 5, 8, 13]
ridges = [Ridge(a) for a in alphas]
regressions = [make_pipeline(scaler(), PLSRegression(k, scale=False)) for k in counts]
groups = np.arange(80) // 4 % 10


def grid_search():
    """GridSearchCV itself, one site at a time."""
    score = lambda model, x, y: correlations(model.predict(x)[:, None], y[:, None])[0]
    best = [[alphas.index(GridSearchCV(Ridge(), {'alpha': alphas}, scoring=score, cv=KFold(4))
                          .fit(X[train], Y[train, q]).best_params_['alpha']) for q in range(4)]
            for train, _ in outer(len(X))]
    return [int(c) for c in flat(best)]


wide = park_miller(65, (8, 30))
# NumPy's lstsq: scikit-learn counts an eighth direction among eight centred samples.
shortest, _, rank, _ = np.linalg.lstsq(wide - wide.mean(0), Y[:8] - Y[:8].mean(0), rcond=None)
with warnings.catch_warnings():
    warnings.simplefilter('error')
    golden = {
        'generator': 'numpy lstsq; sklearn PLSRegression, Ridge, Lasso, ElasticNet, LinearRegression, PCA, StandardScaler, '
                     'GaussianRandomProjection, GridSearchCV, KFold, GroupKFold',
        'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'sklearn': sklearn.__version__},
        'pls': [pls(k, scale) for scale in (False, True) for k in (1, 10, 25, 50)],
        'leastSquares': {'predictions': flat(LinearRegression().fit(X, Y).predict(new)),
                         'wide': flat((new[:, :30] / 5 - wide.mean(0)) @ shortest + Y[:8].mean(0)),
                         'wideRank': [int(rank), int(LinearRegression().fit(wide, Y[:8]).rank_)]},
        'standardise': {'means': flat(scaler().fit(X).mean_), 'deviations': flat(scaler().fit(X).scale_),
                        'transform': flat(scaler().fit(X).transform(new))},
        'randomProjection': {'components': flat(projection(3).fit(X).components_),
                             'transform': flat(projection(3).fit(X).transform(new))},
        'johnsonLindenstrauss': [[n, e, int(johnson_lindenstrauss_min_dim(n, eps=e))]
                                 for n, e in [(1000000, 0.5), (80, 0.1), (80, 0.9), (2, 0.3), (1, 0.5)]],
        'automatic': {'distortion': 0.9,
                      'transform': flat(GaussianRandomProjection(eps=0.9, random_state=4)
                                        .fit(park_miller(66, (40, 120))).transform(park_miller(67, (2, 120))))},
        'pipelines': [{'preprocessing': steps, 'map': config, 'predictions': flat(model.fit(X, Y).predict(new))}
                      for steps, config, model in pipelines],
        'nested': {'ridge': [nested(ridges, KFold(4), c) for c in ('site', 'shared')],
                   'pls': [nested(regressions, KFold(3, shuffle=True, random_state=2), c) for c in ('site', 'shared')],
                   'groups': nested(ridges, GroupKFold(3), 'site', groups)},
        'gridSearch': grid_search(),
    }
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
