"""Remakes ridgeCv.json: python3 goldens/ridgeCv.py. Cross-validated ridge of scikit-learn, and GCV by its hat matrix."""
import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.linear_model import Ridge, RidgeCV
from sklearn.model_selection import KFold


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


ALPHAS = [1e-6, 0.01, 0.1, 1.0, 10.0]


def generalised(x, y, alpha):
    n = len(x)
    xc = x - x.mean(0)
    hat = 1 / n + xc @ np.linalg.solve(xc.T @ xc + alpha * np.eye(x.shape[1]), xc.T)
    return (((y - hat @ y) ** 2).sum(0) / n / (1 - np.trace(hat) / n) ** 2).tolist()


cases = []
for n, p, q in ((30, 6, 4), (14, 40, 3), (9, 8, 2)):
    x = park_miller(n, (n, p))
    y = x[:, :3] @ (park_miller(p, (3, q)) - 0.5) + np.array([0.05, 0.5, 2, 1])[:q] * (park_miller(q, (n, q)) - 0.5)
    one = RidgeCV(alphas=ALPHAS, store_cv_values=True).fit(x, y)
    each = RidgeCV(alphas=ALPHAS, alpha_per_target=True).fit(x, y)
    folds = [
        [((Ridge(alpha=a).fit(x[tr], y[tr]).predict(x[te]) - y[te]) ** 2).mean(0) for tr, te in KFold(4).split(x)]
        for a in ALPHAS
    ]
    per_target = np.random.RandomState(0).uniform(0.1, 10, q)
    cases.append({
        "n": n, "p": p, "q": q,
        "leaveOneOut": {
            "errors": one.cv_values_.mean(0).T.tolist(), "alpha": one.alpha_, "alphas": each.alpha_.tolist(),
            "coefficients": one.coef_.T.ravel().tolist(), "intercept": one.intercept_.tolist(),
            # RidgeCV itself divides rounding by alpha, which leaves eight digits for 1e-6.
            "coefficientsEach": Ridge(alpha=each.alpha_).fit(x, y).coef_.T.ravel().tolist(),
        },
        "generalised": [generalised(x, y, a) for a in ALPHAS[1:]],
        "folds": np.mean(folds, 1).tolist(),
        "perTarget": {"alpha": per_target.tolist(),
                      "coefficients": Ridge(alpha=per_target).fit(x, y).coef_.T.ravel().tolist()},
    })
versions = {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__}
pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps({"versions": versions, "alphas": ALPHAS, "cases": cases}, indent=1) + "\n")
