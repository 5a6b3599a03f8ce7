"""Maps and readouts of the benchmarks by scikit-learn and NumPy.

Regenerate: python3 packages/ventral-stream/goldens/benchmarks.py > packages/ventral-stream/goldens/benchmarks.json
"""
import json
import sys

import numpy as np
import sklearn
from sklearn.cross_decomposition import PLSRegression
from sklearn.model_selection import StratifiedShuffleSplit


def park_miller(seed, shape):
    values = []
    for _ in range(int(np.prod(shape))):
        seed = 16807 * seed % 2147483647
        values.append(seed / 2147483647)
    return np.array(values).reshape(shape)


def shared_map(images=40, bins=4, units=9, sites=3, components=5):
    """One PLS map of all (image, bin) pairs; correlations over test images, [splits][bins][sites]."""
    features = park_miller(401, (images, bins, units))
    weights = park_miller(402, (units, sites)) - 0.5
    responses = features @ weights + 0.3 * park_miller(403, (images, bins, sites))
    categories = np.arange(images) % 4
    splitter = StratifiedShuffleSplit(n_splits=2, train_size=0.75, random_state=0)
    found = []
    for train, test in splitter.split(np.zeros(images), categories):
        pls = PLSRegression(n_components=components, scale=False)
        pls.fit(features[train].reshape(-1, units), responses[train].reshape(-1, sites))
        predicted = pls.predict(features[test].reshape(-1, units)).reshape(len(test), bins, sites)
        found.append([[np.corrcoef(predicted[:, b, s], responses[test][:, b, s])[0, 1] for s in range(sites)] for b in range(bins)])
    return {"correlations": found}


def softmax_regression(samples=150, width=7, classes=3, epochs=3, batch=64, rate=1e-2, penalty=0.463):
    """Adam on mean cross entropy + penalty / 2 (|W|^2 + |b|^2), written with matrices."""
    x = park_miller(411, (samples, width))
    x = (x - x.mean(0)) / x.std(0)
    labels = np.arange(samples) % classes
    x = x + 0.8 * np.eye(classes)[labels] @ (park_miller(412, (classes, width)) - 0.5)
    w, b = park_miller(413, (width, classes)) - 0.5, np.ones(classes)
    state = np.random.RandomState(0)
    moments = [[np.zeros_like(w), np.zeros_like(w)], [np.zeros_like(b), np.zeros_like(b)]]
    t = 0
    for _ in range(epochs):
        order = np.arange(samples)
        state.shuffle(order)
        for start in range(0, samples, batch):
            rows = order[start:start + batch]
            z = x[rows] @ w + b
            p = np.exp(z - z.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            loss = -np.log(p[np.arange(len(rows)), labels[rows]]).mean()
            slope = (p - np.eye(classes)[labels[rows]]) / len(rows)
            t += 1
            for parameter, gradient, (m, v) in zip((w, b), (x[rows].T @ slope + penalty * w, slope.sum(0) + penalty * b), moments):
                m += 0.1 * (gradient - m)
                v += 0.001 * (gradient ** 2 - v)
                parameter -= rate * np.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t) * m / (np.sqrt(v) + 1e-8)
    return {"weights": w.ravel().tolist(), "biases": b.tolist(), "lastLoss": loss}


if __name__ == "__main__":
    versions = {"python": sys.version.split()[0], "numpy": np.__version__, "sklearn": sklearn.__version__}
    json.dump({"versions": versions, "sharedMap": shared_map(), "softmaxRegression": softmax_regression()}, sys.stdout, indent=1)
    sys.stdout.write("\n")
