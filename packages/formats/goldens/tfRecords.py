"""Remakes tfRecords.json: /usr/bin/python3 goldens/tfRecords.py

Two tf.Examples in a TFRecord file, each byte written out here from tensorflow/core/lib/io/record_writer.cc and
tensorflow/core/example/feature.proto, since no TensorFlow is at hand.
"""
import base64
import json
import pathlib
import struct


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


assert crc32c(b'123456789') == 0xe3069283  # the check value of the polynomial


def masked(data):
    crc = crc32c(data)
    return struct.pack('<I', ((crc >> 15 | crc << 17) + 0xa282ead8) & 0xffffffff)


def varint(value):
    value &= 2**64 - 1
    out = b''
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def feature(kind, packed, values):
    if kind == 'bytes':
        return field(1, b''.join(field(1, value) for value in values))
    if kind == 'float':
        raw = [struct.pack('<f', value) for value in values]
        return field(2, field(1, b''.join(raw)) if packed else b''.join(bytes([13]) + each for each in raw))
    raw = [varint(value) for value in values]
    return field(3, field(1, b''.join(raw)) if packed else b''.join(bytes([8]) + each for each in raw))


def example(packed):
    features = {
        'image': feature('bytes', packed, [b'\x00\x01', b'']),
        'label': feature('int', packed, [3, -1, 2**62]),
        'box': feature('float', packed, [0.5, -2.0]),
        'none': b'',
    }
    entries = b''.join(field(1, field(1, name.encode()) + field(2, value)) for name, value in features.items())
    return field(1, entries)


def record(data):
    length = struct.pack('<Q', len(data))
    return length + masked(length) + data + masked(data)


file = record(example(True)) + record(example(False))
golden = {'generator': 'by hand', 'file': base64.b64encode(file).decode()}
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(golden, indent=1) + '\n')
