"""What Pillow makes of small images and, as sums and a few pixels, of the two large ones of the specification.

Remake: /usr/bin/python3 packages/stimuli/goldens/pillow.py > packages/stimuli/goldens/pillow.json
Images are [height, width, 3], depth [height, width], all bytes.
"""
import json
import platform

import numpy as np
import PIL
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

draw = np.random.RandomState(0)


def numbers(array):
    return {'shape': list(array.shape), 'values': [int(v) for v in np.asarray(array).ravel()]}


def picture(height, width):
    """Smooth, with noise, and with black, white and pure colours in it."""
    y, x = np.mgrid[0:height, 0:width]
    smooth = np.stack([np.sin(0.3 * x + y * k) for k in (0.1, 0.5, 0.9)], -1) * 90 + 128
    image = np.clip(smooth + draw.normal(0, 30, (height, width, 3)), 0, 255).astype(np.uint8)
    image[0, :4] = [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 0, 255]]
    return image


def hue(image, shift):
    h, s, v = image.convert('HSV').split()
    turned = np.array(h, dtype=np.uint8)
    turned += np.array(int(shift * 255)).astype(np.uint8)
    return Image.merge('HSV', (Image.fromarray(turned, 'L'), s, v)).convert('RGB')


CHANGES = {
    'brightness': lambda image, factor: ImageEnhance.Brightness(image).enhance(factor),
    'contrast': lambda image, factor: ImageEnhance.Contrast(image).enhance(factor),
    'saturation': lambda image, factor: ImageEnhance.Color(image).enhance(factor),
    'hue': hue,
    'gray': lambda image, _: image.convert('L').convert('RGB'),
    'solarise': lambda image, threshold: ImageOps.solarize(image, int(threshold)),
    'blur': lambda image, radius: image.filter(ImageFilter.GaussianBlur(radius)),
}
FACTORS = {'hue': [-0.4, -0.11, 0.05, 0.5], 'gray': [0], 'solarise': [128, 30], 'blur': [0.1, 0.4, 0.77, 1.3, 2.0, 6.5]}

small = picture(11, 14)
large = picture(23, 37)
image = Image.fromarray(small)
FILTERS = {'bilinear': Image.BILINEAR, 'bicubic': Image.BICUBIC}
depth = draw.randint(0, 256, (13, 17)).astype(np.uint8)


def path(of):
    """The evaluation of one channel: shorter side 256, centre crop 224, 64 px; and 64 px at once."""
    resized = Image.fromarray(of).resize((327, 256), Image.BILINEAR)
    cropped = resized.crop((52, 16, 52 + 224, 16 + 224)).resize((64, 64), Image.BILINEAR)
    direct = Image.fromarray(of).resize((81, 64), Image.BILINEAR)
    total = lambda picture: int(np.asarray(picture, np.int64).sum())
    small = np.asarray(cropped)
    return {'resized': total(resized), 'cropped': total(cropped), 'direct': total(direct),
            'rows': [[int(v) for v in small[row]] for row in (0, 31, 63)]}


y, x = np.mgrid[0:918, 0:1174]
steep = ((7 * y + 3 * x + (x * y) // 97) % 256).astype(np.uint8)
smooth = np.trunc(127.5 + 100 * np.sin(y / 23) * np.cos(x / 31) + 20 * np.sin(x * y / 5000)).astype(np.uint8)

print(json.dumps({
    'generator': 'packages/stimuli/goldens/pillow.py',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'pillow': PIL.__version__},
    'image': numbers(small),
    'large': numbers(large),
    'resample': [{'resampling': name, 'image': numbers(np.asarray(Image.fromarray(large).resize((width, height), kind)))}
                 for name, kind in FILTERS.items()
                 for height, width in [(8, 12), (46, 50), (23, 5), (7, 37), (1, 1)]],
    'depth': numbers(depth),
    'nearest': [numbers(np.asarray(Image.fromarray(depth).resize((width, height), Image.NEAREST)))
                for height, width in [(6, 5), (26, 30), (13, 4)]],
    'change': [{'change': name, 'factor': factor, 'image': numbers(np.asarray(change(image, factor)))}
               for name, change in CHANGES.items() for factor in FACTORS.get(name, [0.0, 0.4, 1.0, 1.7])],
    'stimuli': {'steep': path(steep), 'smooth': path(smooth)},
}, separators=(',', ':')))
