"""Remakes readTensorBundle.json: python3 goldens/readTensorBundle.py. Small checkpoints as TensorFlow writes them, gzip, base64:
all element types, variables in slices over axes longer than 63 and 8191, several shards, an index of several blocks."""
import base64
import gzip
import json
import os
import pathlib
import tempfile

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import numpy as np
import tensorflow as tf

words = np.array([[0, 1, 2], [100, 7, 5]])
types = {name: tf.constant(words, name) for name in
         ['float64', 'float32', 'float16', 'bfloat16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'uint16', 'uint32', 'uint64']}
types['bool'] = tf.constant([True, False, True])
types['scalar'] = tf.constant(0.1, tf.float64)
types['empty'] = tf.zeros([0, 3])
types['half specials'] = tf.constant([0.1, 6e-8, 65504, -np.inf], tf.float16)
types['n\u00e4me/with:marks'] = tf.constant([1.0])
types['strings'] = tf.constant([[b'', b'abc'], [b'\xff\x00', b'x' * 300]])

sliced = {}  # name: (whole, [(spec, part)])
whole = np.arange(12, dtype=np.float32).reshape(3, 4)
sliced['columns'] = (whole, [('3 4 -:0,1', whole[:, :1]), ('3 4 -:1,3', whole[:, 1:])])
whole = np.arange(24, dtype=np.int32).reshape(2, 3, 4)
sliced['blocks'] = (whole, [(f'2 3 4 {i},1:{j},{n}:-', whole[i:i + 1, j:j + n]) for i in range(2) for j, n in [(0, 1), (1, 2)]])
whole = (np.arange(9000) % 251).astype(np.uint8)
sliced['long'] = (whole, [('9000 0,63', whole[:63]), ('9000 63,1', whole[63:64]), ('9000 64,8128', whole[64:8192]),
                          ('9000 8192,808', whole[8192:])])


def save(folder, name, names, slices, values):
    prefix = os.path.join(folder, name)
    tf.raw_ops.SaveV2(prefix=prefix, tensor_names=names, shape_and_slices=slices, tensors=values)
    return prefix


def packed(prefix):
    folder = pathlib.Path(prefix).parent
    return {file.name.replace(os.path.basename(prefix), '', 1): base64.b64encode(gzip.compress(file.read_bytes(), mtime=0)).decode()
            for file in sorted(folder.glob(os.path.basename(prefix) + '.*'))}


def leaf(value):
    value = np.asarray(value)
    if value.dtype.kind in 'OS':
        return {'shape': list(value.shape), 'base64': [base64.b64encode(v).decode() for v in value.flatten()]}
    return {'dtype': str(value.dtype), 'shape': list(value.shape),
            'values': [repr(v) for v in value.astype(np.float32 if value.dtype.itemsize == 2 and value.dtype.kind in 'fV' else value.dtype).flatten().tolist()]}


cases = []
with tempfile.TemporaryDirectory() as folder:
    one = save(folder, 'types', list(types), [''] * len(types), list(types.values()))
    cases.append({'name': 'all types', 'files': packed(one), 'tensors': {k: leaf(v) for k, v in types.items()}})

    parts = [(name, spec, tf.constant(part)) for name, (_, each) in sliced.items() for spec, part in each]
    shards = []
    for i in range(2):
        mine = parts[i::2]
        shards.append(save(folder, f'part-{i}', [p[0] for p in mine], [p[1] for p in mine], [p[2] for p in mine]))
    merged = os.path.join(folder, 'merged')
    tf.raw_ops.MergeV2Checkpoints(checkpoint_prefixes=shards, destination_prefix=merged, delete_old_dirs=False)
    cases.append({'name': 'slices in two shards', 'files': packed(merged), 'tensors': {k: leaf(v[0]) for k, v in sliced.items()}})

    many = {f'layer_with_weights-{i}/kernel/.ATTRIBUTES/VARIABLE_VALUE{"x" * 150}': tf.constant(np.float32(i)) for i in range(2500)}
    prefix = save(folder, 'many', list(many), [''] * len(many), list(many.values()))
    cases.append({'name': 'many', 'files': packed(prefix)})

    model = tf.train.Checkpoint(weights=tf.Variable([1.0, 2.0]), step=tf.Variable(3, dtype=tf.int64))
    prefix = model.write(os.path.join(folder, 'objects'))
    cases.append({'name': 'objects', 'files': packed(prefix),
                  'tensors': {name: leaf(tf.train.load_checkpoint(prefix).get_tensor(name))
                              for name, _ in tf.train.list_variables(prefix)}})

pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps({
    'script': 'goldens/readTensorBundle.py', 'versions': {'tensorflow': tf.__version__, 'numpy': np.__version__}, 'cases': cases,
}) + '\n')
print({case['name']: {k: len(v) for k, v in case['files'].items()} for case in cases})
