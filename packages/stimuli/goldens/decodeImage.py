"""Small files written and read again by Pillow (libjpeg, libpng).

Remake: /usr/bin/python3 packages/stimuli/goldens/decodeImage.py > packages/stimuli/goldens/decodeImage.json
"""
import base64
import io
import json
import platform

import numpy as np
import PIL
from PIL import Image

y, x = np.mgrid[0:21, 0:34]
smooth = np.stack([127 + 100 * np.sin(0.11 * x + 0.07 * y), 120 + 80 * np.cos(0.09 * y), 90 + 2 * x + y], -1)
picture = Image.fromarray(smooth.astype(np.uint8))


def case(name, image, **options):
    file = io.BytesIO()
    image.save(file, **options)
    read = Image.open(io.BytesIO(file.getvalue()))
    pixels = np.asarray(read.convert('RGBA').convert('RGB') if read.mode == 'P' else read.convert('RGB'))
    return {'name': name, 'file': base64.b64encode(file.getvalue()).decode(), 'shape': list(pixels.shape),
            'values': pixels.ravel().tolist()}


alpha = picture.copy()
alpha.putalpha(200)
print(json.dumps({
    'generator': 'packages/stimuli/goldens/decodeImage.py',
    'versions': {'python': platform.python_version(), 'pillow': PIL.__version__},
    'exact': [
        case('png', picture, format='PNG'),
        case('png with transparency', alpha, format='PNG'),
        case('png in gray', picture.convert('L'), format='PNG'),
        case('png with a palette', picture.quantize(32), format='PNG'),
    ],
    'close': [
        case('jpeg', picture, format='JPEG', quality=95, subsampling=0),
        case('jpeg, progressive', picture, format='JPEG', quality=95, subsampling=0, progressive=True),
        case('jpeg in gray', picture.convert('L'), format='JPEG', quality=95),
        case('jpeg with four inks', picture.convert('CMYK'), format='JPEG', quality=95, subsampling=0),
    ],
    'subsampled': [case('jpeg, 4:2:0', picture, format='JPEG', quality=95, subsampling=2)],
}))
