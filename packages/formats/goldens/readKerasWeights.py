"""Goldens of readKerasWeights: one small model as Keras writes it, in the layout of Keras 3, in an archive of it, and
in the layout of HDF5 before. KERAS_BACKEND=numpy python readKerasWeights.py > readKerasWeights.json"""

import base64
import json
import os
import tempfile

os.environ.setdefault('KERAS_BACKEND', 'numpy')
import h5py
import keras
import numpy as np

keras.utils.set_random_seed(1)
inner = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, name='hidden'), keras.layers.BatchNormalization(name='norm')], name='inner')
model = keras.Sequential([keras.Input((2,)), inner, keras.layers.Dense(2, name='out', use_bias=False, dtype='float16')], name='whole')
model.weights[0].assign(np.arange(6, dtype='float32').reshape(2, 3))

files = {}
with tempfile.TemporaryDirectory() as folder:
    for name, save in {'m.weights.h5': model.save_weights, 'm.keras': model.save, 'm.h5': model.save}.items():
        path = os.path.join(folder, name)
        save(path)
        with open(path, 'rb') as file:
            files[name] = base64.b64encode(file.read()).decode()
    values = {weight.path: np.asarray(weight).astype(float).ravel().tolist() for weight in model.weights}
    shapes = {weight.path: list(weight.shape) for weight in model.weights}

print(json.dumps({'versions': {'keras': keras.__version__, 'h5py': h5py.__version__}, 'files': files, 'values': values, 'shapes': shapes}))
