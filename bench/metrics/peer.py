"""A job of jobs.mjs with scikit-learn, SciPy or NumPy, once for each line on standard input, from the folder's inputs."""
import json
import pathlib
import re
import resource
import sys
import time
import warnings

import numpy as np
import scipy
import sklearn
from scipy.ndimage import rotate
from scipy.signal import fftconvolve
from scipy.spatial.distance import pdist, squareform
from sklearn.cross_decomposition import PLSRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import ElasticNetCV, Ridge
from sklearn.model_selection import KFold

warnings.simplefilter("ignore")
ALPHAS = 10.0 ** np.arange(10)


def pls(x, y):
    model = PLSRegression(25, scale=False).fit(x, y)
    coefficients = model.coef_ if model.coef_.shape[0] == x.shape[1] else model.coef_.T
    return lambda: [coefficients.sum(), coefficients[0, 0]]


def ridge(x, y):
    errors = np.zeros((len(ALPHAS), y.shape[1]))
    for train, test in KFold(5).split(x):
        for i, alpha in enumerate(ALPHAS):
            predicted = Ridge(alpha=alpha).fit(x[train], y[train]).predict(x[test])
            errors[i] += ((predicted - y[test]) ** 2).mean(0) / 5
    best = ALPHAS[errors.sum(1).argmin()]
    Ridge(alpha=best).fit(x, y)
    return lambda: [best, *errors.sum(1)]


def elastic_net(x, y):
    models = [ElasticNetCV(cv=5).fit(x, y[:, site]) for site in range(y.shape[1])]
    return lambda: [sum(m.mse_path_.mean(-1).sum() for m in models), sum(m.alpha_ for m in models)]


BINS = 44
AXIS = np.arange(1 - BINS, BINS)
DISTANCE = np.sqrt(AXIS[:, None] ** 2 + AXIS[None, :] ** 2)
RINGS = [(DISTANCE <= outer * BINS) & ~(DISTANCE <= 0.2 * BINS) for outer in np.linspace(0.4, 1.0, num=10)]
ONE = np.ones((BINS, BINS))
COUNT = np.round(fftconvolve(ONE, ONE))


def grid_score(f):
    both = lambda a, b: fftconvolve(a, b[::-1, ::-1])
    sf, sg, sff, sgg, sfg = both(ONE, f), both(f, ONE), both(ONE, f * f), both(f * f, ONE), both(f, f)
    vf, vg = sff / COUNT - (sf / COUNT) ** 2, sgg / COUNT - (sg / COUNT) ** 2
    ok = (vf > 1e-9) & (vg > 1e-9)
    safe = lambda v: np.where(ok, v, 1)
    sac = np.where(ok, (sfg / COUNT - sf * sg / COUNT**2) / np.sqrt(safe(vf) * safe(vg)), 0)
    turned = {a: rotate(sac, a, reshape=False, order=3) for a in (30, 45, 60, 90, 120, 135, 150)}
    scores = []
    for ring in RINGS:
        own = sac[ring] - sac[ring].mean()
        variance = (own**2).mean() + 1e-5
        r = {a: (own * (t[ring] - sac[ring].mean())).mean() / variance for a, t in turned.items()}
        scores.append((r[60] + r[120]) / 2 - (r[30] + r[90] + r[150]) / 3)
    return max(scores)


def grid_scores(maps):
    scores = [grid_score(f) for f in maps[::16]]
    return lambda: [sum(scores)]


def rdm_check(distances):
    return lambda: [distances.sum(), distances[0, 1], distances[0, 4999]]


def cka(x, y):
    def centred(k):
        k = k - k.mean(0)
        return k - k.mean(1)[:, None]
    k, l = centred(x @ x.T), centred(y @ y.T)
    return lambda: [(k * l).sum() / np.sqrt((k * k).sum() * (l * l).sum())]


def cka_units(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    value = np.linalg.norm(x.T @ y) ** 2 / np.linalg.norm(x.T @ x) / np.linalg.norm(y.T @ y)
    return lambda: [value]


def forest(x, labels):
    RandomForestClassifier(100, random_state=0).fit(x, labels.astype(int))
    return lambda: []


JOBS = {
    "pls": pls, "ridge": ridge, "elasticNet": elastic_net, "gridScore": grid_scores, "forest": forest,
    "rdm": lambda x: rdm_check(squareform(pdist(x, "correlation"))),
    "rdmProducts": lambda x: rdm_check(1 - np.corrcoef(x)),
    "cka": cka, "ckaUnits": cka_units,
}
TIMES = {"gridScore": 16}



def status(line):
    """A line of Linux's account of this process, in bytes; None elsewhere."""
    try:
        found = re.search(rf"{line}:\s+(\d+) kB", pathlib.Path("/proc/self/status").read_text())
        return int(found[1]) * 1024
    except OSError:
        return None


def highest():
    """The most bytes held since `forget`; getrusage begins with the highest of the process that started this one."""
    return status("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def forget():
    try:
        pathlib.Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass  # not Linux


name, folder = sys.argv[1], pathlib.Path(sys.argv[2])
bare = status("VmRSS") or highest()
inputs = [
    np.fromfile(file).reshape(json.loads(file.with_suffix(".json").read_text())) for file in sorted(folder.glob("*.bin"))
]
size = sum(table.nbytes for table in inputs)
job, times = JOBS[name], TIMES.get(name, 1)


def say(message):
    print(json.dumps(message), flush=True)


say({"versions": {"scikit-learn": sklearn.__version__, "SciPy": scipy.__version__, "NumPy": np.__version__}})
for line in sys.stdin:
    if line.strip() == "stop":
        break
    forget()
    wall, cpu = time.perf_counter(), time.process_time()
    check = job(*inputs)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = highest() - bare - size
    say({"wall": wall * times * 1e3, "cpu": cpu * times * 1e3, "memory": memory,
         "check": [float(value) for value in check()]})
