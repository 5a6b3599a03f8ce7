"""Processor seconds of scikit-learn on the data of readouts.mjs: python3 bench/readouts.py."""
import time
import warnings

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

warnings.filterwarnings('ignore')
state = 1


def draw():
    global state
    state = 16807 * state % 2147483647
    return state / 2147483647


x = np.array([draw() for _ in range(5000 * 200)]).reshape(5000, 200)
y = (x[:, :10].cumsum(1)[:, -1] + 2 * (np.array([draw() for _ in range(5000)]) - 0.5) > 5).astype(int)
sign = 2 * y - 1


def timed(name, run):
    start = time.process_time()
    model = run()
    return name, time.process_time() - start, model


for seed in range(3):
    name, seconds, model = timed('random forest', lambda: RandomForestClassifier(random_state=seed).fit(x, y))
    print(name, f'{seconds:.2f}', sum(t.tree_.node_count for t in model.estimators_))
name, seconds, model = timed('logistic regression', lambda: LogisticRegression(max_iter=1000).fit(x, y))
w = model.coef_[0]
print(name, f'{seconds:.2f}', np.logaddexp(0, -sign * (x @ w + model.intercept_)).sum() + w @ w / 2)
name, seconds, model = timed('linear SVM', lambda: LinearSVC().fit(x, y))
w = np.append(model.coef_[0], model.intercept_)
print(name, f'{seconds:.2f}', (np.maximum(0, 1 - sign * (x @ w[:-1] + w[-1])) ** 2).sum() + w @ w / 2)
