"""Remakes readouts.json: python3 goldens/readouts.py. Classifiers of scikit-learn on made data."""
import json
import pathlib
import platform
import warnings

import numpy as np
import scipy
import sklearn
from scipy.special import logsumexp
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings('ignore')  # tolerances beyond what rounding allows


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def made(seed, n, p, classes, shift, grain=0):
    """Classes in turn 0, 1, 1, 2, 2, 2 (of two: 0, 1, 1), labelled -3, 4, 10; class c raises features c and c + 1."""
    place = np.array([0, 1, 1, 2, 2, 2] if classes == 3 else [0, 1, 1])[np.arange(n) % (6 if classes == 3 else 3)]
    x = park_miller(seed, (n, p))
    for c in range(classes):
        x[place == c, c:c + 2] += shift
    if grain:
        x = np.floor(x * grain) / grain
    return x, np.array([-3, 4, 10])[place]


def lists(array):
    return np.asarray(array).tolist()


three = made(61, 96, 5, 3, 0.4)
two = made(62, 60, 4, 2, 0.3)
wide = made(63, 24, 40, 3, 0.3)
scaled = (three[0] * [1, 10, 0.1, 100, 1] + [0, 50, 0, -300, 2], three[1])
sets = {'three': three, 'two': two, 'wide': wide, 'scaled': scaled}
fresh = park_miller(64, (4, 40))


def weights_of(y, weights):
    classes, place, counts = np.unique(y, return_inverse=True, return_counts=True)
    if weights is None:
        return np.ones(len(y))
    of = len(y) / (len(classes) * counts) if weights == 'balanced' else np.array([weights[c] for c in classes])
    return of[place]


def logistic(name, cost, form, intercept=True, weights=None):
    x, y = sets[name]
    solver = 'newton-cg' if form == 'multinomial' else 'newton-cholesky'
    model = LogisticRegression(C=cost, multi_class=form, solver=solver, tol=1e-13, max_iter=500,
                               fit_intercept=intercept, class_weight=weights).fit(x, y)
    z = x @ model.coef_.T + model.intercept_
    slopes = model.coef_.copy()
    classes, place = np.unique(y, return_inverse=True)
    if form == 'multinomial':
        loss = (weights_of(y, weights) * (logsumexp(z, axis=1) - z[np.arange(len(y)), place])).sum()
        objective = [cost * loss + (model.coef_ ** 2).sum() / 2]
        wrong = np.exp(z - logsumexp(z, axis=1)[:, None]) - np.eye(len(classes))[place]
        slopes += cost * (weights_of(y, weights)[:, None] * wrong).T @ x
    else:
        objective = []
        for row, positive in enumerate(classes if len(classes) > 2 else classes[1:]):
            own = y == positive
            each = weights_of(own, 'balanced') if weights == 'balanced' else weights_of(y, weights)
            loss = (each * np.logaddexp(0, -np.where(own, 1, -1) * z[:, row])).sum()
            objective.append(cost * loss + (model.coef_[row] ** 2).sum() / 2)
            sign = np.where(own, 1, -1)
            slopes[row] -= cost * (each * sign / (1 + np.exp(sign * z[:, row]))) @ x
    return {'data': name, 'cost': cost, 'slope': float(np.sqrt((slopes ** 2).sum(1).max())), 'form': 'multinomial' if form == 'multinomial' else 'oneVsRest',
            'intercept': intercept, 'weights': None if weights is None else 'balanced' if weights == 'balanced' else lists(
                [weights[c] for c in classes]),
            'objective': lists(objective), 'coefficients': lists(model.coef_), 'intercepts': lists(model.intercept_),
            'probabilities': lists(model.predict_proba(fresh[:, :x.shape[1]]))}


def svm(name, cost, loss, intercept=True, scaling=1.0, weights=None):
    x, y = sets[name]
    model = LinearSVC(C=cost, loss=loss, tol=1e-9, max_iter=100000, fit_intercept=intercept,
                      intercept_scaling=scaling, class_weight=weights, random_state=0).fit(x, y)
    classes = np.unique(y)
    of = dict(zip(classes, [1.0] * len(classes))) if weights is None else weights
    intercepts = np.broadcast_to(model.intercept_, len(model.coef_))
    objective = []
    for row, positive in enumerate(classes if len(classes) > 2 else classes[1:]):
        own = y == positive
        each = np.array([of[c] if len(classes) == 2 or c == positive else 1 for c in y])
        short = np.maximum(0, 1 - np.where(own, 1, -1) * (x @ model.coef_[row] + intercepts[row]))
        paid = short if loss == 'hinge' else short ** 2
        bias = intercepts[row] / scaling
        objective.append(cost * (each * paid).sum() + ((model.coef_[row] ** 2).sum() + bias ** 2) / 2)
    return {'data': name, 'cost': cost, 'loss': 'hinge' if loss == 'hinge' else 'squaredHinge', 'intercept': intercept,
            'scaling': scaling, 'weights': None if weights is None else [weights[c] for c in classes],
            'objective': lists(objective), 'coefficients': lists(model.coef_),
            'intercepts': lists(intercepts)}


def ridge(name, alpha):
    x, y = sets[name]
    model = RidgeClassifier(alpha=alpha).fit(x, y)
    return {'data': name, 'alpha': alpha, 'coefficients': lists(model.coef_), 'intercepts': lists(model.intercept_),
            'predicted': lists(model.predict(fresh[:, :x.shape[1]]))}


def search(x, y, solver):
    grid = {'clf__C': np.logspace(-8, 8, 17)}
    model = GridSearchCV(
        Pipeline([('scaler', StandardScaler()), ('clf', LogisticRegression(max_iter=20000, solver=solver, tol=1e-8))]),
        grid, cv=StratifiedKFold(5, shuffle=True, random_state=42)).fit(x, y)
    return model, {'accuracies': lists(model.cv_results_['mean_test_score']), 'cost': model.best_params_['clf__C'],
                   'probabilities': lists(model.predict_proba(fresh[:, :x.shape[1]]))}


def neighbours(x, y, k, weights, metric, others):
    model = KNeighborsClassifier(k, weights=weights, metric=metric, algorithm='brute').fit(x, y)
    return {'neighbours': k, 'weights': weights, 'distance': metric, 'predicted': lists(model.predict(others)),
            'probabilities': lists(model.predict_proba(others))}


def centroid(name, metric):
    x, y = sets[name]
    return {'data': name, 'distance': metric,
            'predicted': lists(NearestCentroid(metric=metric).fit(x, y).predict(x))}


def tree(x, y, **options):
    grown = [DecisionTreeClassifier(random_state=seed, **options).fit(x, y) for seed in range(5)]
    assert all(np.array_equal(g.tree_.threshold, grown[0].tree_.threshold) for g in grown)  # no ties between features
    t = grown[0].tree_
    return {'feature': lists(np.maximum(t.feature, -1)), 'threshold': lists(t.threshold),
            'right': lists(t.children_right), 'importances': lists(grown[0].feature_importances_),
            'probabilities': lists(grown[0].predict_proba(x[:12]))}


def forest(seed, n, p, classes, shift, grain, **options):
    """Accuracy over 20 seeds, trained on the first half and tested on the other."""
    x, y = made(seed, n, p, classes, shift, grain)
    half = n // 2
    grown = [RandomForestClassifier(30, random_state=s, **options).fit(x[:half], y[:half]) for s in range(20)]
    # Where class weights leave rounding in the impurity of pure nodes, scikit-learn goes on to split them.
    cuts = [sum(((t.tree_.feature >= 0) & (t.tree_.impurity > 1e-9)).sum() for t in g.estimators_) for g in grown]
    return {'data': [seed, n, p, classes, shift, grain],
            'accuracies': [g.score(x[half:], y[half:]) for g in grown], 'cuts': lists(np.array(cuts)),
            'first': [lists(g.predict_proba(x[half:half + 6]).ravel().round(6)) for g in grown],
            'importances': [lists(g.feature_importances_.round(6)) for g in grown]}


lattice = np.floor(4 * park_miller(65, (40, 2)))
lattice_labels = np.array([7, -2, 5])[np.arange(40) % 3]
halves = [float(v) for v in (0.5, 2, 1)]
classes = [-3, 4, 10]
grained = made(66, 300, 6, 3, 0.3, 1024)
golden = {
    'generator': 'scikit-learn LogisticRegression (newton-cg, newton-cholesky), LinearSVC, RidgeClassifier, NearestCentroid, '
                 'KNeighborsClassifier, DecisionTreeClassifier, RandomForestClassifier, GridSearchCV',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__,
                 'scikit-learn': sklearn.__version__},
    'logistic': [logistic(name, cost, form) for name in ('three', 'wide') for cost in (1e-3, 1.0, 100.0)
                 for form in ('multinomial', 'ovr')]
    + [logistic('two', cost, 'ovr') for cost in (1e-3, 1.0, 1e4)]
    + [logistic('scaled', 1.0, 'multinomial'), logistic('scaled', 1.0, 'ovr'),
       logistic('three', 1.0, 'multinomial', intercept=False), logistic('two', 1.0, 'ovr', intercept=False),
       logistic('three', 1.0, 'multinomial', weights='balanced'), logistic('three', 1.0, 'ovr', weights='balanced'),
       logistic('three', 1.0, 'multinomial', weights=dict(zip(classes, halves))),
       logistic('three', 1.0, 'ovr', weights=dict(zip(classes, halves))),
       logistic('two', 1.0, 'ovr', weights='balanced')],
    'svm': [svm(name, cost, loss) for name in ('three', 'two') for cost in (0.01, 1.0, 10.0)
            for loss in ('hinge', 'squared_hinge')]
    + [svm('wide', 1.0, 'hinge'), svm('wide', 1.0, 'squared_hinge'),
       svm('three', 1.0, 'squared_hinge', intercept=False), svm('three', 1.0, 'hinge', scaling=3.0),
       svm('three', 1.0, 'squared_hinge', weights=dict(zip(classes, halves))),
       svm('two', 1.0, 'hinge', weights={-3: 0.5, 4: 2.0})],
    'ridge': [ridge(name, alpha) for name in ('three', 'two', 'wide') for alpha in (0.1, 10.0)],
    'search': {name: {solver: search(*sets[name], solver)[1] for solver in ('lbfgs', 'newton-cg')}
               for name in ('three', 'two')},
    'neighbours': [neighbours(*three, k, weights, metric, fresh[:, :5]) for k in (1, 5, 96)
                   for weights in ('uniform', 'distance') for metric in ('euclidean', 'cosine')]
    + [neighbours(*three, 7, 'distance', 'correlation', fresh[:, :5])],
    'lattice': [neighbours(lattice, lattice_labels, k, weights, 'euclidean', lattice[:10] + [0.5, 0])
                for k in (1, 3, 4) for weights in ('uniform', 'distance')],
    'centroid': [centroid(name, metric) for name in ('three', 'two', 'wide')
                 for metric in ('euclidean', 'cosine', 'correlation')],
    'trees': [tree(*grained, max_depth=4, min_samples_leaf=10),
              tree(*grained, max_depth=3, class_weight=dict(zip(classes, (4.0, 1.0, 0.5))), min_samples_leaf=12),
              tree(*grained, min_impurity_decrease=0.01), tree(*grained, min_samples_split=100)],
    'forests': [forest(67, 400, 10, 3, 0.3, 0), forest(68, 300, 20, 2, 0.2, 16),
                forest(69, 400, 8, 3, 0.25, 0, class_weight='balanced', min_samples_leaf=3, max_features=None),
                forest(70, 300, 12, 2, 0.3, 0, bootstrap=False, max_features='log2', max_depth=4)],
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
