"""Remakes behaviour.json: python3 goldens/behaviour.py. Behavioural metrics by their definitions, with NumPy's halves,
SciPy's normal quantiles and correlations, scikit-learn's kappa."""
import json
import pathlib
import platform

import numpy as np
import scipy
import sklearn
from numpy.random import RandomState
from scipy.interpolate import interp1d
from scipy.optimize import fsolve
from scipy.stats import norm, pearsonr, spearmanr
from sklearn.metrics import cohen_kappa_score

np.seterr(all='ignore')


def park_miller(seed, shape):
    out, state = np.empty(int(np.prod(shape))), seed
    for i in range(out.size):
        state = 16807 * state % 2147483647
        out[i] = state / 2147483647
    return out.reshape(shape)


def means_per_object(table, truth, count):
    return np.array([np.nanmean(table[truth == o], axis=0) if (truth == o).any() else np.full(count, np.nan)
                     for o in range(count)])


def dprimes(shares, truth, normalized):
    count = shares.shape[1]
    false_alarms = means_per_object(shares, truth, count)
    d = np.clip(norm.ppf(1 - shares) - norm.ppf(false_alarms[:, truth].T), -5, 5)
    d[np.arange(len(truth)), truth] = np.nan
    return d - means_per_object(d, truth, count)[truth] if normalized else d


def shares_of_probabilities(p, truth):
    own = p[np.arange(len(truth)), truth][:, None]
    f = p / (p + own)
    f[np.arange(len(truth)), truth] = np.nan
    return f


def shares_of_trials(trials, truth, count):
    shown, taken = np.zeros((len(truth), count)), np.zeros((len(truth), count))
    for image, distractor, choice in trials:
        shown[image, distractor] += 1
        taken[image, distractor] += choice == distractor
    return taken / shown


def make_trials(seed, f, truth, count):
    u = park_miller(seed, (len(truth), count, 8))
    out = []
    for image in range(len(truth)):
        for distractor in range(count):
            if distractor != truth[image]:
                out += [(image, distractor, distractor if x < f[image, distractor] else truth[image])
                        for x in u[image, distractor]]
    return np.array(out)


def flat(d, form):
    return np.nanmean(d, axis=1) if form.startswith('i1') else d.ravel()


def corr(a, b):
    known = np.isfinite(a) & np.isfinite(b)
    return float(pearsonr(a[known], b[known])[0])


images, count = 15, 3
truth = np.arange(images) % count
p = park_miller(301, (images, count))
p[np.arange(images), truth] += 0.5
human_f = shares_of_probabilities(p + 0.2 * park_miller(302, (images, count)), truth)
human = make_trials(303, human_f, truth, count)
model_trials = make_trials(304, human_f, truth, count)
f = shares_of_probabilities(p, truth)
consistency = {}
for form in ('i1', 'i2', 'i1n', 'i2n'):
    for kind in ('fixed', 'trials'):
        state, rows = RandomState(0), []
        for _ in range(2):
            scores = []
            for trials in ([human] if kind == 'fixed' else [human, model_trials]):
                order = list(range(len(trials)))
                state.shuffle(order)
                middle = len(order) // 2
                scores.append([flat(dprimes(shares_of_trials(trials[half], truth, count), truth, form.endswith('n')), form)
                               for half in (order[:middle], order[middle:])])
            (h1, h2), fixed = scores[0], flat(dprimes(f, truth, form.endswith('n')), form)
            m1, m2 = (fixed, fixed) if kind == 'fixed' else scores[1]
            rows.append([corr(m1, h1), corr(h1, h2), 1 if kind == 'fixed' else corr(m1, m2)])
        consistency[form + ' ' + kind] = rows

# Object solution times as Brain-Score finds them: the lower point is the highest value so far, the line is solved.
course, criterion = 3 * park_miller(305, (12, 40)) ** 2, 1 + 2 * park_miller(306, 40)
times = 70 + 10.0 * np.arange(12)
solution = {'highestBelow': [], 'previousBin': []}
for image in range(40):
    hit = next((b for b in range(12) if course[b, image] >= criterion[image]), None)
    for name in solution:
        if hit is None or hit == 0:
            solution[name].append(None if hit is None else times[0])
            continue
        low = int(np.argmax(course[:hit, image])) if name == 'highestBelow' else hit - 1
        line = interp1d([times[low], times[hit]], [course[low, image], course[hit, image]], fill_value='extrapolate')
        solution[name].append(float(fsolve(lambda x: line(x) - criterion[image], x0=times[hit])[0]))
reference = [None if x is None else x + 20 * y for x, y in zip(solution['highestBelow'], park_miller(307, 40))]
reference[3] = None
both = [(a, b) for a, b in zip(solution['previousBin'], reference) if a is not None and b is not None]

answers_a, answers_b = np.floor(3 * park_miller(308, 60)), np.floor(3 * park_miller(309, 60))
answers_b[:20] = answers_a[:20]

# People: 9 of them, 30 stimuli, a fifth not asked.
wanted = park_miller(310, 30)
u, asked = park_miller(311, (9, 30)), park_miller(312, (9, 30)) > 0.2
people = np.where(asked, (u < wanted).astype(float), np.nan)
model = np.clip(wanted + 0.5 * (park_miller(313, 30) - 0.5), 0, 1)
share = np.nanmean(people, axis=0)
raw, ceilings = corr(model, share), []
for seed in range(5, 15):
    order = list(range(9))
    RandomState(seed).shuffle(order)
    r = corr(np.nanmean(people[order[:4]], axis=0), np.nanmean(people[order[4:]], axis=0))
    ceilings.append(np.sqrt(2 * r / (1 + r)))
yes = (model >= 0.5).astype(int)


def kappa(a, b):
    known = np.isfinite(a) & np.isfinite(b)
    return float(cohen_kappa_score(a[known].astype(int), b[known].astype(int)))


golden = {
    'generator': 'definitions in NumPy; scipy norm, pearsonr, spearmanr, interp1d and fsolve; sklearn cohen_kappa_score',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'scipy': scipy.__version__,
                 'sklearn': sklearn.__version__},
    'quantiles': [[q, float(norm.ppf(q))] for q in (1e-290, 1e-100, 1e-20, 1e-6, 0.001, 0.024, 0.2, 0.4999999, 0.61, 0.97, 0.999999)],
    'i2': np.nan_to_num(dprimes(f, truth, False), nan=99).ravel().tolist(),
    'i1n': flat(dprimes(f, truth, True), 'i1n').tolist(),
    'consistency': consistency,
    'human': human.tolist(), 'modelTrials': model_trials.tolist(),
    'solution': solution, 'reference': reference,
    'solutionSpearman': float(spearmanr(*zip(*both))[0]), 'solutionBoth': len(both),
    'kappa': float(cohen_kappa_score(answers_a, answers_b)),
    'likeness': {
        'raw': raw, 'ceiling': float(np.mean(ceilings)), 'ceiled': float(np.mean(raw / np.array(ceilings))),
        'rmse': float(np.sqrt(np.mean((share - model) ** 2))),
        'modelKappas': [kappa(yes.astype(float), person) for person in people],
        'humanKappas': [kappa(people[i], people[j]) for i in range(9) for j in range(i + 1, 9)],
    },
}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden) + '\n')
