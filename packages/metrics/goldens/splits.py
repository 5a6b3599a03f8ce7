"""Remakes splits.json: python3 goldens/splits.py. Splits of scikit-learn, as [train, test] lists of indices."""
import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.model_selection import (GroupKFold, GroupShuffleSplit, KFold, RepeatedKFold, RepeatedStratifiedKFold,
                                     ShuffleSplit, StratifiedKFold, StratifiedShuffleSplit)

uneven = [2, 0, 1, 0, 2, 2, 0, 1, 2, 0, 0, 2, 1, 0, 2, 0, 0, 1, 0, 2, 2, 0, 0]
words = ['dog', 'cat', 'dog', 'ape', 'cat', 'ape', 'dog', 'cat', 'ape', 'dog', 'Ape', 'Ape']
groups = [7, 3, 3, 9, 7, 7, 1, 1, 4, 4, 4, 4, 2, 9, 3, 8]
# Twenty groups of sizes 1 .. 20: no ties, so that the order in which sizes are sorted is one.
many = [g for g in range(20) for _ in range(1 + (7 * g + 3) % 20)]


def splits(splitter, n, labels=None, by=None):
    return [[train.tolist(), test.tolist()] for train, test in splitter.split(np.zeros(n), labels, by)]


def stratified(labels, seed, repeats=3, **shares):
    return {'labels': labels, 'seed': seed, 'splits': repeats, **{k + 'Fraction': v for k, v in shares.items()},
            'expected': splits(StratifiedShuffleSplit(repeats, random_state=seed,
                                                      **{k + '_size': v for k, v in shares.items()}),
                               len(labels), labels)}


golden = {
    'generator': 'sklearn.model_selection',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'sklearn': sklearn.__version__},
    'kFold': splits(KFold(4), 11),
    'kFoldShuffled': splits(KFold(3, shuffle=True, random_state=5), 11),
    'kFoldRepeated': splits(RepeatedKFold(n_splits=2, n_repeats=3, random_state=6), 7),
    'stratifiedKFold': splits(StratifiedKFold(4), len(uneven), uneven),
    'stratifiedKFoldShuffled': splits(StratifiedKFold(4, shuffle=True, random_state=3), len(uneven), uneven),
    'stratifiedKFoldRepeated': splits(RepeatedStratifiedKFold(n_splits=2, n_repeats=2, random_state=8), 12, words),
    'shuffleSplit': [{'samples': n, 'seed': seed, 'splits': 2, **{k + 'Fraction': v for k, v in shares.items()},
                      'expected': splits(ShuffleSplit(2, random_state=seed,
                                                      **{k + '_size': v for k, v in shares.items()}), n)}
                     for n, seed, shares in [(13, 0, {'train': 0.6}), (13, 1, {'test': 0.3}),
                                             (13, 2, {'train': 0.5, 'test': 0.25})]],
    'stratifiedShuffleSplit': [stratified(uneven, 4, train=0.7), stratified(uneven, 5, test=0.4),
                               stratified(uneven, 6, train=0.5, test=0.3), stratified(words, 7, train=0.5)],
    'groupKFold': [{'groups': g, 'folds': k, 'expected': splits(GroupKFold(k), len(g), None, g)}
                   for g, k in [(groups, 3), (groups, 2), (words, 2), (many, 4)]],
    'groupShuffleSplit': [{'groups': g, 'seed': seed, 'splits': 3, **{k + 'Fraction': v for k, v in shares.items()},
                           'expected': splits(GroupShuffleSplit(3, random_state=seed,
                                                                **{k + '_size': v for k, v in shares.items()}),
                                              len(g), None, g)}
                          for g, seed, shares in [(groups, 1, {'train': 0.6}), (words, 2, {'test': 0.5})]],
}
text = json.dumps(golden)
pathlib.Path(__file__).with_suffix('.json').write_text(text + '\n')
