"""Remakes consistency.json: python3 goldens/consistency.py. Maps of scikit-learn, halves and splits of NumPy's
RandomState, the formulas of brainmodel_utils and of mouse-vision written out anew."""
import json
import pathlib
import platform

import numpy as np
import scipy
import sklearn
from scipy.stats import rankdata
from sklearn.cross_decomposition import PLSRegression
from sklearn.linear_model import Ridge
from sklearn.model_selection import ShuffleSplit, StratifiedShuffleSplit


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def halves(trials, rng):
    if trials.ndim == 2:
        return trials, trials
    order = list(range(len(trials)))
    rng.shuffle(order)
    middle = len(trials) // 2
    return np.nanmean(trials[order[:middle]], 0), np.nanmean(trials[order[middle:]], 0)


def mean(responses):
    return responses if responses.ndim == 2 else np.nanmean(responses, 0)


def correlations(a, b, ranked=False):
    pair = lambda x, y: np.corrcoef(rankdata(x), rankdata(y))[0, 1] if ranked else np.corrcoef(x, y)[0, 1]
    return np.array([pair(x, y) for x, y in zip(a.T, b.T)])


def brown(r):
    return 2 * r / (1 + r)


def fitted(make, x, y, train):
    prediction = make().fit(x[train], y[train]).predict(x)
    return prediction.reshape(y.shape)


def terms(form, r_xy, r_xx, r_yy):
    """As published, but for reliabilities of at most 0: NaN, also where both are."""
    product = np.where((r_xx > 0) & (r_yy > 0), r_xx * r_yy if form == 'ratio' else brown(r_xx) * brown(r_yy), np.nan)
    denominator = np.sqrt(product)
    score = r_xy / denominator
    return {'r_xy': r_xy, 'r_xx': r_xx, 'r_xx_sb': brown(r_xx), 'r_yy': r_yy, 'r_yy_sb': brown(r_yy),
            'denom_sb': denominator, 'r_xy_n_sb': brown(score) if form == 'ratio' else score}


def consistency(source, target, make, *, form, seeding, n_halves, n_splits, fraction, seed, units=None, ranked=False):
    n = target.shape[1]
    out = {'train': [], 'test': []}
    for h in range(n_halves):
        rng = np.random.RandomState(seed + h)
        for _ in range(units[1] if units else 1):
            chosen = None
            if units:
                chosen = list(range(source.shape[-1]))
                rng.shuffle(chosen)
                chosen = chosen[:units[0]]
            t1, t2 = halves(target, np.random.RandomState(seed + h) if seeding == 'sameSeed' else rng)
            s1, s2 = halves(source, np.random.RandomState(seed + h) if seeding == 'sameSeed' else rng)
            s, t = mean(source), mean(target)
            if chosen:
                s, s1, s2 = s[:, chosen], s1[:, chosen], s2[:, chosen]
            rows = {'train': [], 'test': []}
            for split in range(n_splits):
                order = np.random.RandomState(split).permutation(n)
                count = int(np.ceil(fraction * n))
                parts = {'train': order[:count], 'test': order[count:]}
                full, first, second = (fitted(make, a, b, parts['train']) for a, b in ((s, t), (s1, t1), (s2, t2)))
                for part, i in parts.items():
                    r = lambda a, b: correlations(a[i], b[i], ranked)
                    r_xy = r(full, t) if form == 'fullNumerator' else r(first, t2)
                    rows[part].append(terms(form, r_xy, r(first, second), r(t1, t2)))
            for part in out:
                out[part].append(rows[part])
    return {part: {name: [[row[name].tolist() for row in half] for half in per_half] for name in per_half[0][0]}
            for part, per_half in out.items()}


Ms = park_miller(11, (10, 3))
S = Ms + 0.2 * (park_miller(12, (6, 10, 3)) - 0.5)
Mt = Ms @ np.array([[1, .5], [-.5, 1], [.25, .25]])
T = Mt + 0.2 * (park_miller(13, (6, 10, 2)) - 0.5)
ridge, pls = lambda: Ridge(1), lambda: PLSRegression(2, scale=False)
plan = dict(n_halves=3, n_splits=2, fraction=.5, seed=7)
forms = ('fullNumerator', 'halfNumerator', 'ratio')
cases = {}
for form in forms:
    for seeding in ('sameSeed', 'oneGenerator'):
        for kind, source in (('model', Ms), ('animal', S)):
            for name, make in (('ridge', ridge), ('pls', pls)):
                cases[f'{form} {seeding} {kind} {name}'] = consistency(source, T, make, form=form, seeding=seeding, **plan)
    for kind, source in (('model', Ms), ('animal', S)):
        cases[f'{form} units {kind}'] = consistency(source, T, ridge, form=form, seeding='oneGenerator', units=(2, 2), **plan)
cases['spearman'] = consistency(S, T, ridge, form='fullNumerator', seeding='sameSeed', ranked=True, **plan)

# Three animals with 3, 2 and 4 sites and 6, 6 and 5 trials of the same ten stimuli.
third = (Ms @ park_miller(21, (3, 4)) + 0.2 * (park_miller(22, (5, 10, 4)) - 0.5))
animals = [S, T, third]


def side_by_side(others):
    trials = max(len(a) for a in others)
    padded = [np.concatenate([a, np.full((trials - len(a), *a.shape[1:]), np.nan)]) for a in others]
    return np.concatenate(padded, 2)


def per_site(result, form):
    """[halves, splits, sites] to [sites]"""
    scores = np.asarray(result['test']['r_xy_n_sb'])
    nested = form == 'fullNumerator'
    return np.nanmean(np.nanmean(scores, 0), 0) if nested else np.nanmean(scores, (0, 1))


def plain(value):
    """NaN is null in JSON."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return None if isinstance(value, float) and np.isnan(value) else value


between = {}
for form, seeding in (('fullNumerator', 'sameSeed'), ('halfNumerator', 'oneGenerator')):
    run = lambda s, t, units=None: per_site(consistency(s, t, ridge, form=form, seeding=seeding, units=units, **plan), form)
    between[form] = {
        'holdout': [run(side_by_side([b for b in animals if b is not a]), a).tolist() for a in animals],
        'pairwise': [np.nanmean([run(b, a) for b in animals if b is not a], 0).tolist() for a in animals],
        'smallest': [np.nanmean([run(b, a, None if b.shape[2] == 2 else (2, 2)) for b in animals if b is not a], 0).tolist()
                     for a in animals],
    }


def reliabilities(trials, mode, iterations, rngs):
    n = len(trials)
    first, second = [], []
    for i in range(iterations):
        rng = rngs(i)
        if mode in ('splitHalf', 'subsampleHalf'):
            a, b = halves(trials, rng)
        elif mode == 'bootstrap':
            a, b = (trials[rng.randint(n, size=n)].mean(0) for _ in range(2))
        elif mode == 'subsampleHalfWithReplacement':
            a, b = (trials[rng.randint(n, size=n // 2)].mean(0) for _ in range(2))
        else:
            a, b = trials[rng.randint(n, size=n)].mean(0), trials.mean(0)
        first.append(a)
        second.append(b)
    if mode in ('splitHalf', 'bootstrapAgainstMean'):
        pairs = list(zip(first, second))
    else:
        pairs = [(a, b) for b in second for a in first]
    raw = np.array([correlations(a, b) for a, b in pairs])
    return {'raw': raw.tolist(), 'corrected': (raw if 'bootstrap' in mode else brown(raw)).tolist()}


def stream(seed):
    rng = np.random.RandomState(seed)
    return lambda i: rng


modes = ('splitHalf', 'bootstrap', 'bootstrapAgainstMean', 'subsampleHalf', 'subsampleHalfWithReplacement')
reliability = {mode: {'perHalf': reliabilities(T, mode, 4, lambda i: np.random.RandomState(5 + i)),
                      'oneStream': reliabilities(T, mode, 4, stream(5))} for mode in modes}


def rdm_vector(x):
    return (1 - np.corrcoef(x))[np.triu_indices(len(x), 1)]


def rsa(a, b):
    return np.corrcoef(rdm_vector(a), rdm_vector(b))[0, 1]


rsas = {}
wide = Ms @ park_miller(31, (3, 4)) + 0.2 * (park_miller(32, (6, 10, 4)) - 0.5)
for form in forms:
    for kind, source in (('model', Ms), ('animal', S)):
        rows = []
        for h in range(3):
            rng = np.random.RandomState(h)
            own = lambda: np.random.RandomState(h) if form == 'fullNumerator' else rng
            t1, t2 = halves(wide, own())
            s1, s2 = halves(source, own())
            r_xy = rsa(mean(source), wide.mean(0)) if form == 'fullNumerator' else rsa(s1, t2)
            r_xx = 1.0 if kind == 'model' else rsa(s1, s2)
            rows.append(terms(form, *(np.array(v) for v in (r_xy, r_xx, rsa(t1, t2)))))
        rsas[f'{form} {kind}'] = {name: [float(row[name]) for row in rows] for name in rows[0]}

# Internal consistency and cross-validated regression as Brain-Score's.
E = park_miller(91, (8, 3))
reps = E + 0.5 * (park_miller(92, (5, 8, 3)) - 0.5)
internal = []
for train, test in ShuffleSplit(n_splits=10, train_size=.5, random_state=1).split(np.arange(5)):
    internal.append(brown(correlations(reps[train].mean(0), reps[test].mean(0))).tolist())
X, labels = park_miller(41, (40, 6)), np.repeat(['a', 'b', 'c', 'd'], 10)
Y = X[:, :3] @ park_miller(42, (3, 4)) + 0.3 * (park_miller(43, (40, 4)) - 0.5)
regression = {}
for name, make in (('ridge', lambda: Ridge(1)), ('pls', lambda: PLSRegression(3, scale=False))):
    regression[name] = []
    for train, test in StratifiedShuffleSplit(n_splits=10, train_size=.9, random_state=1).split(X, labels):
        regression[name].append(correlations(make().fit(X[train], Y[train]).predict(X[test]), Y[test]).tolist())
golden = {
    'generator': 'formulas of brainmodel_utils, mouse-vision and Brain-Score; sklearn Ridge, PLSRegression, ShuffleSplit',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__,
                 'sklearn': sklearn.__version__},
    'consistency': cases, 'animals': between, 'reliability': reliability, 'rsa': rsas,
    'internal': internal, 'regression': regression,
    'splits': [[train.tolist(), test.tolist()] for train, test in
               StratifiedShuffleSplit(n_splits=10, train_size=.9, random_state=1).split(X, labels)],
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(plain(golden)) + '\n')
