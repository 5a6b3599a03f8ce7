"""Mouse visual responses: from the published pickles to NPZ files, one for each visual area.

    python mouse_responses.py mouse_neuropixels_visual_data_with_reliabilities.pkl out/neuropixels
    python mouse_responses.py mouse_calcium_visual_data_with_reliabilities.pkl out/calcium

A pickle is a program: run this where you trust the file, in the authors' environment (Python 3.6, NumPy, xarray 0.15,
pandas 0.25) or a later one that opens it. Nothing else of goal-driven is needed, and nothing of the authors' code.

It reads `{'stimuli': [images, height, width] uint8, 'neural_data': xarray.DataArray}` and writes, into the folder:

    VISp.npz, VISl.npz, ...   the layout of `mouseRecordingsOf` of @goal-driven/mouse-visual: header (JSON as bytes),
                              responses [trials, frame_id, time, units] (without time for calcium), frame_id, time (starts
                              of bins, ms), unit_id, specimen_id, visual_area (0 VISp, 1 VISl, 2 VISal, 3 VISpm, 4 VISrl,
                              5 VISam), and where they are known image_selectivity_ns, run_pval_ns, splithalf_r_mean,
                              splithalf_r_std
    stimuli.npz               images [images, height, width] uint8, in the order of frame_id
    SHA256SUMS                hashes of what was written; the header of each file has that of the pickle

Rates of Neuropixels become half precision where that keeps every one of them (counts over 10 ms: multiples of 100 Hz),
else, as calcium, single precision.
"""
import argparse
import hashlib
import json
import os
import pickle

import numpy as np

AREAS = ['VISp', 'VISl', 'VISal', 'VISpm', 'VISrl', 'VISam']
# Names in the packages: the same thing is called differently in the two of them.
NAMES = {
    'trials': ['trials', 'trial', 'presentation', 'repetition'],
    'frame_id': ['frame_id', 'frame', 'image_id'],
    'time': ['time_relative_to_stimulus_onset', 'time', 'time_bin'],
    'units': ['units', 'unit', 'neuroid', 'cells', 'neurons'],
    'unit_id': ['unit_id', 'cell_specimen_id', 'cell_id'],
    'specimen_id': ['specimen_id', 'specimen', 'donor_id'],
    'visual_area': ['visual_area', 'area', 'ecephys_structure_acronym'],
    'image_selectivity_ns': ['image_selectivity_ns'],
    'run_pval_ns': ['run_pval_ns', 'p_run_mod_ns'],
    'splithalf_r_mean': ['splithalf_r_mean', 'reliability_mean'],
    'splithalf_r_std': ['splithalf_r_std', 'reliability_std'],
}


def fail(must, got):
    raise SystemExit('mouse_responses: {}, got {}'.format(must, got))


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as file:
        for chunk in iter(lambda: file.read(2 ** 20), b''):
            digest.update(chunk)
    return digest.hexdigest()


def find(what, known, required=True):
    for name in NAMES[what]:
        if name in known:
            return name
    return fail('{} must be among {}'.format(what, ', '.join(map(str, known))), 'none') if required else None


def coordinates_of(data):
    """Every coordinate and level of a coordinate by name: values and the axes that they lie along."""
    found = {}
    for name, coordinate in data.coords.items():
        index = data.indexes.get(name) if coordinate.ndim == 1 and name in data.dims else None
        if index is not None and index.nlevels > 1:
            for level in index.names:
                found[level] = (np.asarray(index.get_level_values(level)), coordinate.dims)
        else:
            found[name] = (np.asarray(coordinate.values), coordinate.dims)
    return found


def starts_of(times):
    """Starts of the bins in ms from times in s, which the Allen SDK gives as their middles; and the width of a bin."""
    milliseconds = 1000 * np.asarray(times, np.float64)
    width = float(np.round(np.median(np.diff(milliseconds)), 6))
    offset = (milliseconds[0] / width) % 1
    if abs(offset - 0.5) < 0.01:
        milliseconds = milliseconds - width / 2
    elif min(offset, 1 - offset) > 0.01:
        fail('times must be starts or middles of bins of {} ms'.format(width), milliseconds[0])
    return np.round(milliseconds, 6), width


def narrow(rates):
    single = np.asarray(rates, np.float32)
    with np.errstate(over='ignore'):
        half = single.astype(np.float16)
    return half if np.array_equal(np.isnan(single), np.isnan(half)) and np.all(
        (half == single) | np.isnan(single)) else single


def area_arrays(data, coordinates, area, source):
    """The arrays of one area, [trials, frame_id, (time,) units] first; None where it has no units."""
    dims = {what: find(what, data.dims, required=what != 'time') for what in ['trials', 'frame_id', 'time', 'units']}
    axes = [dims[what] for what in ['trials', 'frame_id', 'time', 'units'] if dims[what] is not None]
    if set(axes) != set(data.dims):
        fail('axes must be trials, frame_id, time and units', data.dims)

    def along_units(what, required=True):
        name = find(what, coordinates, required)
        return None if name is None else coordinates[name][0]

    areas = along_units('visual_area').astype(str)
    chosen = np.flatnonzero(areas == area)
    if len(chosen) == 0:
        return None
    timed = dims['time'] is not None
    part = data.isel({dims['units']: chosen}).transpose(*axes)
    frames = coordinates[dims['frame_id']][0] if dims['frame_id'] in coordinates else np.arange(part.shape[1])
    header = {
        'format': 'goal-driven/mouse-recordings',
        'version': 1,
        'name': '{} {}'.format('Neuropixels' if timed else 'calcium', area),
        'kind': 'neuropixels' if timed else 'calcium',
        'synthetic': False,
        'unit': 'Hz' if timed else 'dF/F',
        'binWidth': 250.0,
        'source': source,
    }
    arrays = {
        'responses': narrow(part.values) if timed else part.values.astype(np.float32),
        'frame_id': frames.astype(np.int32),
        'unit_id': along_units('unit_id')[chosen].astype(np.int64),
        'specimen_id': along_units('specimen_id')[chosen].astype(np.int64),
        'visual_area': np.full(len(chosen), AREAS.index(area), np.uint8),
    }
    if timed:
        arrays['time'], header['binWidth'] = starts_of(coordinates[dims['time']][0])
    for what in ['image_selectivity_ns', 'run_pval_ns']:
        values = along_units(what, required=False)
        if values is not None:
            arrays[what] = values[chosen].astype(np.float64)
    for what in ['splithalf_r_mean', 'splithalf_r_std']:
        name = find(what, coordinates, required=False)
        if name is not None:
            values, along = coordinates[name]
            last = np.moveaxis(values, along.index(dims['units']), -1)
            arrays[what] = last[..., chosen].astype(np.float64)
    text = json.dumps(header, sort_keys=True).encode('utf-8')
    arrays['header'] = np.frombuffer(text, np.uint8)
    return arrays


def convert(path, folder):
    source = '{}, sha256 {}'.format(os.path.basename(path), sha256_of(path))
    with open(path, 'rb') as file:
        package = pickle.load(file)
    if not isinstance(package, dict) or 'neural_data' not in package:
        fail('the pickle must be a dictionary with neural_data', type(package).__name__)
    data = package['neural_data']
    if not os.path.isdir(folder):
        os.makedirs(folder)
    coordinates = coordinates_of(data)
    written = []
    for area in AREAS:
        arrays = area_arrays(data, coordinates, area, source)
        if arrays is None:
            continue
        name = area + '.npz'
        np.savez_compressed(os.path.join(folder, name), **arrays)
        written.append(name)
        print('{}: responses {} {}'.format(name, arrays['responses'].dtype, list(arrays['responses'].shape)))
    if not written:
        fail('there must be units in {}'.format(', '.join(AREAS)), 'none')
    if 'stimuli' in package:
        np.savez_compressed(os.path.join(folder, 'stimuli.npz'), images=np.asarray(package['stimuli'], np.uint8))
        written.append('stimuli.npz')
    with open(os.path.join(folder, 'SHA256SUMS'), 'w') as sums:
        for name in written:
            sums.write('{}  {}\n'.format(sha256_of(os.path.join(folder, name)), name))


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('pickle', help='a published package')
    parser.add_argument('folder', help='where the NPZ files go')
    arguments = parser.parse_args()
    convert(arguments.pickle, arguments.folder)
