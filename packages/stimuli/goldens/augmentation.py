"""Steps of augmentation by other hands: PyTorch's antialiased interpolation, Python's colorsys for hue, NumPy for the
formulas of torchvision's tensor transforms and, in single precision, for the published evaluation crop.

Remake: /usr/bin/python3 packages/stimuli/goldens/augmentation.py > packages/stimuli/goldens/augmentation.json
Images are [height, width, 3].
"""
import colorsys
import json
import platform

import numpy as np
import torch
import torch.nn.functional as F

draw = np.random.RandomState(0)


def numbers(array):
    return {'shape': list(array.shape), 'values': [round(float(v), 9) for v in np.asarray(array, np.float64).ravel()]}


def picture(height, width):
    """Smooth, with noise, and with black, white and pure colours in it."""
    y, x = np.mgrid[0:height, 0:width]
    smooth = np.stack([np.sin(0.3 * x + y * k) for k in (0.1, 0.5, 0.9)], -1) * 90 + 128
    image = np.clip(smooth + draw.normal(0, 20, (height, width, 3)), 0, 255).astype(np.uint8)
    image[0, :4] = [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 0, 255]]
    return image


def resized(image, height, width):
    planes = torch.tensor(image.transpose(2, 0, 1)[None] / 255.0)
    out = F.interpolate(planes, (height, width), mode='bilinear', align_corners=False, antialias=True)
    return out[0].numpy().transpose(1, 2, 0)


def blend(image, other, factor):
    return np.clip(factor * image + (1 - factor) * other, 0, 1)


def gray(image):
    return (image @ np.array([0.2989, 0.587, 0.114]))[..., None]


def hue(image, shift):
    out = np.empty_like(image)
    for at in np.ndindex(image.shape[:2]):
        h, s, v = colorsys.rgb_to_hsv(*image[at])
        out[at] = colorsys.hsv_to_rgb((h + shift) % 1.0, s, v)
    return out


COLOUR = {
    'brightness': lambda image, factor: blend(image, np.zeros_like(image), factor),
    'contrast': lambda image, factor: blend(image, gray(image).mean(), factor),
    'saturation': lambda image, factor: blend(image, gray(image), factor),
    'hue': hue,
}


def evaluation_crop(image, shorter, size):
    """Pixel i of the output at i * side / size of the crop, weights and sums in float32, rounded down."""
    f = np.float32
    rows, columns = image.shape[:2]
    side = int(f(size) / (f(shorter) / f(min(rows, columns))))
    top, left = int((rows - side) / 2), int((columns - side) / 2)
    cropped = image[top:top + side, left:left + side].astype(f)
    at = np.arange(size, dtype=f) * (f(side) / f(size))
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, side - 1)
    share = at - low.astype(f)
    across = share[None, :, None]
    upper = cropped[low][:, low] + (cropped[low][:, high] - cropped[low][:, low]) * across
    lower = cropped[high][:, low] + (cropped[high][:, high] - cropped[high][:, low]) * across
    out = upper + (lower - upper) * share[:, None, None]
    assert out.dtype == np.float32
    return out.astype(np.uint8)


small = picture(9, 13)
unit = small / 255.0
print(json.dumps({
    'generator': 'packages/stimuli/goldens/augmentation.py',
    'versions': {'python': platform.python_version(), 'numpy': np.__version__, 'torch': torch.__version__},
    'image': numbers(small),
    'resize': [numbers(resized(small, *size)) for size in [(4, 5), (18, 20), (9, 3), (3, 26), (1, 1)]],
    'colour': [{'change': name, 'factor': factor, 'image': numbers(change(unit, factor))}
               for name, change in COLOUR.items()
               for factor in ([-0.3, 0.11, 0.5] if name == 'hue' else [0.0, 0.4, 1.7])],
    'grayscale': numbers(gray(unit).repeat(3, -1)),
    'normalise': numbers((unit - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]),
    'evaluationCrop': [{'shorter': shorter, 'size': size, 'from': numbers(source), 'image': numbers(evaluation_crop(source, shorter, size))}
                       for source, shorter, size in [(picture(20, 31), 16, 14), (picture(33, 26), 16, 14),
                                                     (picture(12, 14), 32, 28), (picture(16, 40), 16, 14)]],
}))
