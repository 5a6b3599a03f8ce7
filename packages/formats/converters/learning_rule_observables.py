"""Observables of learning rules: from the published pickle to one NPZ file.

    python learning_rule_observables.py dataset.pkl observables.npz

A pickle is a program: run this where you trust the file, in the authors' environment (Python 3.6 and NumPy; the pickle is
of Python 2) or a later one that opens it. Nothing else of goal-driven is needed, and nothing of the authors' code.

It reads the dictionary of `neuroailab/lr-identify`: X [runs, moments, observables], X_cat [runs, moments, ternary depth],
Y (rules), obs_keys (names of observables), meta (a record for each run), and writes

    X           [runs, moments, observables], as it was; columns that are not admissible may hold infinities and NaN
    X_cat       [runs, moments, 3], where there is one
    rule        [runs] int32, place in the header's `categories.rule`
    <field>     of meta, [runs]: numbers as float64, NaN where there was none; texts as int32, places in the header's
                `categories.<field>`, -1 where there was none
    header      JSON as bytes: format, version, source (file and sha256), observables, categories

and prints the sha256 of both files.
"""
import argparse
import hashlib
import json
import os
import pickle

import numpy as np

RESERVED = ['X', 'X_cat', 'rule', 'header']


def fail(must, got):
    raise SystemExit('learning_rule_observables: {}, got {}'.format(must, got))


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as file:
        for chunk in iter(lambda: file.read(2 ** 20), b''):
            digest.update(chunk)
    return digest.hexdigest()


def text_of(value):
    return value.decode('latin-1') if isinstance(value, bytes) else str(value)


def is_none(value):
    return value is None or (isinstance(value, float) and np.isnan(value)) or text_of(value) in ('None', 'nan')


def coded(values):
    """Texts as places in the sorted list of those that there are."""
    present = [not is_none(value) for value in values]
    names = sorted(set(text_of(value) for value, here in zip(values, present) if here))
    places = {name: place for place, name in enumerate(names)}
    codes = [places[text_of(value)] if here else -1 for value, here in zip(values, present)]
    return np.asarray(codes, np.int32), names


def number_of(value):
    return np.nan if is_none(value) else float(text_of(value)) if isinstance(value, (bytes, str)) else float(value)


def column(values):
    """Numbers as doubles, or codes and their names."""
    try:
        return np.asarray([number_of(value) for value in values], np.float64), None
    except (TypeError, ValueError):
        return coded(values)


def fields_of(meta, runs):
    """Columns of meta by name: of a structured array, a data frame, a dictionary, or a list of dictionaries."""
    if getattr(getattr(meta, 'dtype', None), 'names', None):
        found = {name: list(meta[name]) for name in meta.dtype.names}
    elif hasattr(meta, 'columns'):
        found = {text_of(name): list(meta[name]) for name in meta.columns}
    elif isinstance(meta, dict):
        found = {text_of(name): list(values) for name, values in meta.items()}
    elif len(meta) > 0 and isinstance(meta[0], dict):
        names = sorted(set(name for record in meta for name in record))
        found = {text_of(name): [record.get(name) for record in meta] for name in names}
    else:
        return fail('meta must have a record for each run', type(meta).__name__)
    for name, values in found.items():
        if len(values) != runs:
            fail('meta.{} must have {} values'.format(name, runs), len(values))
        if name in RESERVED or not name.replace('_', '').isalnum():
            fail('a field of meta must be a word, none of {}'.format(', '.join(RESERVED)), name)
    return found


def convert(path, out):
    with open(path, 'rb') as file:
        data = pickle.load(file, encoding='latin-1')
    data = {text_of(key): value for key, value in data.items()}
    for key in ['X', 'Y', 'obs_keys', 'meta']:
        if key not in data:
            fail('the pickle must have {}'.format(key), ', '.join(sorted(data)))
    x = np.asarray(data['X'])
    observables = [text_of(name) for name in data['obs_keys']]
    if x.ndim != 3 or x.shape[2] != len(observables) or x.shape[0] != len(data['Y']):
        fail('X must be [{}, moments, {}]'.format(len(data['Y']), len(observables)), list(x.shape))
    if x.dtype.kind != 'f':
        x = x.astype(np.float64)
    rule, rules = coded(list(data['Y']))
    if (rule < 0).any():
        fail('every run must have a rule', 'none for run {}'.format(int(np.flatnonzero(rule < 0)[0])))
    arrays, categories = {'X': x, 'rule': rule}, {'rule': rules}
    if 'X_cat' in data:
        arrays['X_cat'] = np.asarray(data['X_cat'], np.float64)
    for name, values in fields_of(data['meta'], x.shape[0]).items():
        arrays[name], names = column(values)
        if names is not None:
            categories[name] = names
    source = '{}, sha256 {}'.format(os.path.basename(path), sha256_of(path))
    header = {
        'format': 'goal-driven/learning-rule-observables',
        'version': 1,
        'source': source,
        'observables': observables,
        'categories': categories,
    }
    arrays['header'] = np.frombuffer(json.dumps(header, sort_keys=True).encode('utf-8'), np.uint8)
    np.savez_compressed(out, **arrays)
    print(source)
    print('{}, sha256 {}'.format(os.path.basename(out), sha256_of(out)))


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('pickle', help='dataset.pkl')
    parser.add_argument('out', help='the NPZ file')
    arguments = parser.parse_args()
    convert(arguments.pickle, arguments.out)
