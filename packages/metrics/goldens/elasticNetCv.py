"""Remakes elasticNetCv.json: python3 goldens/elasticNetCv.py. ElasticNetCV of scikit-learn, for each target alone."""
import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.linear_model import ElasticNetCV


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


RATIOS = [0.2, 0.7, 1.0]
cases = []
# More samples than features; fewer; between.
for n, p, q in ((40, 8, 3), (20, 45, 2), (30, 28, 2)):
    x = park_miller(n, (n, p))
    y = x[:, :3] @ (park_miller(p, (3, q)) - 0.5) + 0.2 * (park_miller(q, (n, q)) - 0.5)
    fits = [ElasticNetCV(l1_ratio=RATIOS, n_alphas=20, eps=0.01, cv=4, max_iter=5000).fit(x, y[:, t]) for t in range(q)]
    cases.append({
        "n": n, "p": p, "q": q,
        # [ratios, alphas, targets], as ours
        "alphas": np.stack([f.alphas_ for f in fits], -1).ravel().tolist(),
        "errors": np.stack([f.mse_path_.mean(-1) for f in fits], -1).ravel().tolist(),
        "alpha": [f.alpha_ for f in fits], "l1Ratio": [float(f.l1_ratio_) for f in fits],
        "sweeps": [int(f.n_iter_) for f in fits],
        "coefficients": np.stack([f.coef_ for f in fits], -1).ravel().tolist(),
        "intercept": [float(f.intercept_) for f in fits],
    })
versions = {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__}
pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps({"versions": versions, "l1Ratios": RATIOS, "cases": cases}, indent=1) + "\n")
