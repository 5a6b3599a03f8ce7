"""Linear probes by scikit-learn: the cost that five folds choose, and what is then predicted.

Remake: /usr/bin/python3 packages/mouse-visual/goldens/probes.py > packages/mouse-visual/goldens/probes.json
Support vectors are looked for to a tolerance of 1e-12 by the Newton method, which has no randomness. Costs are those of
the published code, for classes as far as 10.
"""
import json
import platform
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold
from sklearn.svm import LinearSVC

warnings.simplefilter('error')
draw = np.random.RandomState(10)
published = [float(f'{m}e{k}') for k in range(-8, 0) for m in (1, 5)] + [1.0, 10.0, 50.0]
published += [float(f'{m}e{k}') for k in range(2, 9) for m in (1, 5)]
to_ten = [cost for cost in published if cost <= 10]


def features(n, p, drive, scale):
    """Rectified, as layers are; three decimals, and what is stored is what is used."""
    mixed = drive @ draw.normal(size=(drive.shape[1], p)) + draw.normal(size=(n, p)) * np.linspace(2, 0.2, p)
    return np.round(np.maximum(mixed + 0.3, 0), 3) * scale


def classes(name, n, new, p, k, *, apart, scale):
    labels = draw.randint(0, k, n + new)
    x = features(n + new, p, np.eye(k)[labels] * apart, scale)
    search = GridSearchCV(LinearSVC(dual=False, tol=1e-12, max_iter=100000), {'C': to_ten}, cv=StratifiedKFold(5))
    found = search.fit(x[:n], labels[:n])
    return {'name': name, 'features': x[:n].tolist(), 'labels': labels[:n].tolist(), 'fresh': x[n:].tolist(),
            'cost': found.best_params_['C'], 'accuracy': found.cv_results_['mean_test_score'].tolist(),
            'scores': found.decision_function(x[n:]).reshape(new, -1).tolist(),  # of two classes, the second alone
            'predicted': found.predict(x[n:]).tolist()}


def numbers(name, n, new, p, *, noise, scale):
    drive = np.round(draw.normal(size=(n + new, 2)), 3)
    x = features(n + new, p, drive, scale)
    targets = np.round(drive @ [[1, 20], [2, -5]] + draw.normal(size=(n + new, 2)) * noise + [3, -7], 3)
    search = GridSearchCV(Ridge(solver='svd'), {'alpha': [1 / cost for cost in published]}, cv=KFold(5))
    found = search.fit(x[:n], targets[:n])
    return {'name': name, 'features': x[:n].tolist(), 'targets': targets[:n].tolist(), 'fresh': x[n:].tolist(),
            'cost': published[int(found.best_index_)], 'rSquared': found.cv_results_['mean_test_score'].tolist(),
            'predicted': found.predict(x[n:]).tolist()}


print(json.dumps({
    'made with': f'Python {platform.python_version()}, numpy {np.__version__}, scikit-learn {sklearn.__version__}',
    'costs': {'classes': to_ten, 'numbers': published},
    'classes': [
        classes('more samples than features', 120, 60, 10, 4, apart=0.3, scale=1),
        classes('more features than samples', 50, 40, 70, 3, apart=0.4, scale=1),
        classes('two classes, small features', 80, 60, 12, 2, apart=0.8, scale=1 / 4),
    ],
    'numbers': [
        numbers('more samples than features', 90, 30, 12, noise=1, scale=1),
        numbers('more features than samples', 40, 30, 60, noise=1, scale=1),
        numbers('small features, which call for a large cost', 90, 30, 12, noise=0.2, scale=1 / 64),
    ],
}))
