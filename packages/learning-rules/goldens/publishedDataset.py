"""Remakes publishedDataset.npz: a small file of the structure of the published data set, by way of the converter.

The pickle has the published keys, names and types: X [samples, 21, 45] float64, X_cat [samples, 21, 3], Y, obs_keys in
the published order, meta as a pandas frame with the published fields and missing seeds. The numbers are made: a step by
rule in every observable of weights, noise of two bits besides, and columns that are not admissible without finite values.

Run: /usr/bin/python3 goldens/publishedDataset.py, with numpy and pandas
"""

import pathlib
import pickle
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd

RULES = ["sgdm", "adam", "feedback", "information"]
LAYERS = {"knet": ["conv1", "conv2", "conv3", "fc"], "knetc4": ["conv1", "conv2", "conv3", "conv4", "fc"]}
FUNCTIONS = ["abs", "raw", "sq"]
STATISTICS = ["kurtosis", "mean", "median", "norm", "skew", "thirdquartile", "var"]
KEYS = [f"{measure}{function}_{statistic}" for measure in ["weight", "act"] for function in FUNCTIONS
        for statistic in STATISTICS] + [f"gradavg{function}_id" for function in FUNCTIONS]

here = pathlib.Path(__file__).parent
rng = np.random.RandomState(0)
records, tables, positions = [], [], []
for rule_index, rule in enumerate(RULES):
    for architecture, layers in LAYERS.items():
        for batch_size in [128, 256]:
            for model_seed in [None, 0]:
                for index, layer in enumerate(layers):
                    table = rng.randint(0, 4, (21, len(KEYS))) / 4
                    table[:, :21] += rule_index / 2
                    table[:, [place for place, key in enumerate(KEYS) if key.endswith(("kurtosis", "skew"))]] = np.inf
                    tables.append(table)
                    third = min(2, index // (len(layers) // 3))
                    positions.append(np.tile(np.eye(3)[third], (21, 1)))
                    records.append({"task": "cifar10", "start_idxs": 0, "learning_rule": rule, "dataset_seed": None,
                                    "end_idxs": 21, "model_seed": model_seed, "architecture": architecture,
                                    "batch_size": batch_size, "layer_name": layer})
data = {"X": np.stack(tables), "X_cat": np.stack(positions), "Y": np.array([r["learning_rule"] for r in records]),
        "obs_keys": np.array(KEYS), "meta": pd.DataFrame(records)}
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "dataset.pkl"
    path.write_bytes(pickle.dumps(data, protocol=2))
    converter = here / "../../formats/converters/learning_rule_observables.py"
    subprocess.run([sys.executable, converter, path, here / "publishedDataset.npz"], check=True)
