"""The largest variance along a non-negative direction, by SciPy's SLSQP from many starts.

Regenerate: python3 packages/mec/goldens/nonNegativePca.py > packages/mec/goldens/nonNegativePca.json
"""
import json
import sys

import numpy as np
import scipy
from scipy.optimize import minimize, nnls


def park_miller(seed, shape):
    values = []
    for _ in range(int(np.prod(shape))):
        seed = 16807 * seed % 2147483647
        values.append(seed / 2147483647)
    return np.array(values).reshape(shape)


def best(samples, starts=200):
    covariance = np.cov(samples.T)
    random = np.random.RandomState(0)
    length = {"type": "eq", "fun": lambda w: w @ w - 1, "jac": lambda w: 2 * w}
    found = []
    for _ in range(starts):
        w = random.rand(len(covariance))
        result = minimize(lambda w: -w @ covariance @ w, w / np.linalg.norm(w), jac=lambda w: -2 * covariance @ w,
                          bounds=[(0, None)] * len(w), constraints=[length], method="SLSQP", options={"ftol": 1e-15, "maxiter": 500})
        w = np.maximum(result.x, 0)
        w /= np.linalg.norm(w)
        found.append((w @ covariance @ w, w))
    variance, w = max(found, key=lambda pair: pair[0])
    return {"variance": variance, "weights": w.tolist()}


if __name__ == "__main__":
    # signed samples, so that the constraint binds
    cases = [{"seed": seed, "shape": [20, 6], **best(park_miller(seed, (20, 6)) - 0.5)} for seed in (121, 7, 33)]
    # the code of new samples for a given readout, each row by SciPy's non-negative least squares
    readout = park_miller(5, (3, 6)) - 0.5
    data = park_miller(6, (4, 6)) - 0.5
    codes = [nnls(readout.T, row)[0].tolist() for row in data]
    versions = {"numpy": np.__version__, "scipy": scipy.__version__, "python": sys.version.split()[0]}
    json.dump({"generator": "nonNegativePca.py", "versions": versions, "cases": cases,
               "code": {"readout": readout.ravel().tolist(), "data": data.ravel().tolist(), "codes": codes}}, sys.stdout)
    print()
