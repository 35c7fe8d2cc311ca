"""Classifies pictures with the files beside this one. Needs: pip install onnxruntime numpy Pillow

python predict.py a.jpg b.png   prints one line of JSON for each
"""
import json
import pathlib
import sys

import numpy as np
import onnxruntime
from PIL import Image, ImageOps

here = pathlib.Path(__file__).resolve().parent
session = onnxruntime.InferenceSession(str(here / "model.onnx"), providers=["CPUExecutionProvider"])
about = session.get_modelmeta().custom_metadata_map
labels, prepare = json.loads(about["labels"]), json.loads(about["preprocess"])
side, mean, scale = prepare["side"], np.float32(prepare["mean"]), np.float32(prepare["scale"])


def scaled(values, axis, to):
    """A triangle as wide as two target pixels, or two source pixels where that is more, in whole numbers."""
    size = values.shape[axis]
    if size == to:
        return values
    scale, wide = size / to, max(1.0, size / to)
    centre, at = ((np.arange(to) + 0.5) * scale)[:, np.newaxis], np.arange(size)
    inside = (at >= (centre - wide + 0.5).astype(int)) & (at < (centre + wide + 0.5).astype(int))
    weights = np.maximum(0, 1 - abs((at - centre + 0.5) / wide)) * inside
    weights = (0.5 + weights / weights.cumsum(1)[:, -1:] * 2**22).astype(int).astype(float)
    sums = np.tensordot(weights, np.moveaxis(values, axis, 0).astype(float), 1)
    return np.moveaxis(np.clip((sums.astype(int) + 2**21) >> 22, 0, 255), 0, axis)


def read(path):
    image = Image.open(path)
    orientation = image.getexif().get(274, 1)
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.has_transparency_data:  # what is transparent becomes white
        values = np.asarray(image.convert("RGBA")).astype(int)
        alpha = values[..., 3:]
        values = ((values[..., :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
    else:
        values = np.asarray(image.convert("RGB"))
    step = max(1, min(image.size) // (4 * side))  # of far larger pictures every step-th pixel
    image = Image.fromarray(np.ascontiguousarray(values[::step, ::step]))
    image.getexif()[274] = orientation
    image = ImageOps.exif_transpose(image)
    factor = side / min(image.size)
    width, height = (max(side, int(length * factor + 0.5)) for length in image.size)
    values = scaled(scaled(np.asarray(image), 1, width), 0, height)
    left, top = (width - side) // 2, (height - side) // 2
    values = values[top : top + side, left : left + side].astype(np.float32)
    return ((values - mean) / scale).transpose(2, 0, 1)[np.newaxis]


for path in sys.argv[1:]:
    logits = session.run(["logits"], {session.get_inputs()[0].name: read(path)})[0][0].astype(np.float64)
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    answer = {"label": labels[int(logits.argmax())], "probabilities": dict(zip(labels, shares.tolist()))}
    print(json.dumps({"picture": path, **answer}))
