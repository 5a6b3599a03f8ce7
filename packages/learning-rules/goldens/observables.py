"""The 45 observables of a layer by an independent implementation in double precision.

    python3 goldens/observables.py    # writes observables.json beside it

Written from the definitions in Nayebi et al. 2020 (statistics with scipy where it has them); percentiles are
TensorFlow's `nearest`, which counts ranks from the greatest and rounds halves to even.
"""
import json
import os

import numpy
import scipy
from scipy import stats

draw = numpy.random.default_rng(11)


def nearest(values, share):
    descending = numpy.sort(values)[::-1]
    return descending[int(numpy.round((len(values) - 1) * (1 - share)))]


def statistics(values):
    median = nearest(values, 0.5)
    return {
        'kurtosis': stats.kurtosis(values, fisher=False),
        'mean': numpy.mean(values),
        'median': median,
        'norm': numpy.linalg.norm(values),
        'skew': 3 * (numpy.mean(values) - median) / numpy.std(values),
        'thirdquartile': nearest(values, 0.75),
        'var': numpy.var(values),
    }


functions = {'abs': numpy.abs, 'raw': lambda t: t, 'sq': numpy.square}


def observables(kernel, activity, changes):
    out = {}
    for name, f in functions.items():
        seen = statistics(f(kernel).ravel())
        seen['norm'] = numpy.mean([numpy.linalg.norm(row) for row in f(kernel)])
        out |= {f'weight{name}_{key}': value for key, value in seen.items()}
        each = [statistics(f(example).ravel()) for example in activity]
        out |= {f'act{name}_{key}': numpy.mean([one[key] for one in each]) for key in each[0]}
        out[f'gradavg{name}_id'] = numpy.mean(f(changes))
    return out


cases = []
for kernel_shape, activity_shape in [((6, 5), (4, 5)), ((3, 3, 2, 4), (3, 4, 3, 4))]:
    kernel = draw.normal(size=kernel_shape).astype('f4').astype('f8')
    activity = (draw.normal(size=activity_shape) ** 3).astype('f4').astype('f8')
    changes = draw.normal(size=activity_shape[0])
    case = {name: {'shape': list(v.shape), 'values': v.ravel().tolist()} for name, v in
            {'kernel': kernel, 'activity': activity, 'changes': changes}.items()}
    cases.append(case | {'observables': observables(kernel, activity, changes)})

made = {'versions': {'numpy': numpy.__version__, 'scipy': scipy.__version__}, 'cases': cases}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'observables.json'), 'w') as file:
    json.dump(made, file)
    file.write('\n')
