"""Makes tiny-encoder.onnx and tiny-encoder-tokenizer.json in src/test/resources.

A text encoder that shares nothing with the one in the product's catalogue but the task: opset 18,
other names (slashes, one matrix for query, key and value), normalisation before each part, the tanh
form of GELU, no token types. Its weights are drawn, not trained.

    python3 -m venv v && v/bin/pip install onnx==1.23.2 numpy && v/bin/python make_tiny_encoder.py

The same versions write the same bytes.
"""

import json
import math
import pathlib
import string

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HIDDEN, HEADS, INNER, LAYERS, POSITIONS = 64, 4, 128, 3, 256
RESOURCES = pathlib.Path(__file__).parent.parent / "resources"

WORDS = """
the of and to in is it that for was on are as with his they at be this from have or by one had not
but what all were when we there can an your which their said if do will each about how up out them
then she many some so these would other into has more her two like him see time could no make than
first been its who now people my made over did down only way find use may water long little very
after words called just where most know get through back much before go good new write our used me
man too any day same right look think also around another came come work three word must because
does part even place well such here take why things help put years different away again off went old
number great tell men say small every found still between name should home big give air line set own
under read last never us left end along while might next sound below saw something thought both few
those always looked show large often together asked house world going want school important until
form food keep children feet land side without boy once animals life enough took sometimes four head
above kind began almost live page got earth need far hand high year mother light parts country father
let night following picture being study second eyes soon times story boys since white days ever paper
hard near sentence better best across during today others however sure means knew try told young miles
sun ways thing whole hear example heard several change answer room sea against top turned learn point
city play toward five using himself usually money free win offer click now buy price cheap order call
mail send reply list please thanks regards meeting report question love hate bad terrible awful
wonderful excellent boring funny film movie book product quality taste coffee tea chocolate dog cat
dress shirt shoes bag team run model data label train learning test account card bank credit please
""".split()


def vocabulary():
    singles = string.ascii_lowercase + string.digits
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokens += list(string.punctuation) + list(singles) + ["##" + c for c in singles]
    tokens += ["##s", "##ed", "##ing", "##ly", "##er", "##est", "##tion", "##al", "##ment", "##ness"]
    return list(dict.fromkeys(tokens + WORDS))


def tokenizer(tokens):
    ids = {token: i for i, token in enumerate(tokens)}
    special = [
        {"id": ids[t], "content": t, "single_word": False, "lstrip": False, "rstrip": False,
         "normalized": False, "special": True}
        for t in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    ]
    template = lambda name: {"SpecialToken": {"id": name, "type_id": 0}}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [template("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, template("[SEP]")],
            "pair": [template("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, template("[SEP]"),
                     {"Sequence": {"id": "B", "type_id": 1}},
                     {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
            "special_tokens": {t: {"id": t, "ids": [ids[t]], "tokens": [t]}
                               for t in ("[CLS]", "[SEP]")},
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": ids},
    }


class Writer:
    """Collects nodes and weights of a graph; values are called by what they are."""

    def __init__(self):
        self.nodes, self.weights, self.random = [], [], np.random.RandomState(20)

    def weight(self, name, *shape, scale=None, around=0.0):
        scale = 1 / math.sqrt(shape[0]) if scale is None else scale
        values = (around + scale * self.random.standard_normal(shape)).astype(np.float32)
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def constant(self, value, kind=np.float32):
        name = f"const/{len(self.nodes)}"
        tensor = numpy_helper.from_array(np.array(value, dtype=kind))
        self.nodes.append(helper.make_node("Constant", [], [name], value=tensor))
        return name

    def op(self, kind, *inputs, outputs=1, **attributes):
        names = [f"v{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def norm(self, x, name):
        return self.op("LayerNormalization", x, self.weight(name + "/gain", HIDDEN, scale=0.1, around=1),
                       self.weight(name + "/shift", HIDDEN, scale=0.1), axis=-1, epsilon=1e-6)

    def dense(self, x, name, width_in, width_out):
        product = self.op("MatMul", x, self.weight(name + "/kernel", width_in, width_out))
        return self.op("Add", product, self.weight(name + "/bias", width_out, scale=0.1))

    def gelu(self, x):
        cube = self.op("Mul", self.op("Mul", x, x), x)
        inner = self.op("Add", x, self.op("Mul", cube, self.constant(0.044715)))
        curve = self.op("Tanh", self.op("Mul", inner, self.constant(math.sqrt(2 / math.pi))))
        half = self.op("Mul", self.constant(0.5), x)
        return self.op("Mul", half, self.op("Add", curve, self.constant(1.0)))

    def attention(self, x, name, keep, minus):
        split = self.op("Split", self.dense(x, name + "/qkv", HIDDEN, 3 * HIDDEN), outputs=3, axis=-1,
                        num_outputs=3)
        shape = self.constant([0, -1, HEADS, HIDDEN // HEADS], np.int64)
        query, key, value = (self.op("Reshape", part, shape) for part in split)
        query = self.op("Transpose", query, perm=[0, 2, 1, 3])
        query = self.op("Mul", query, self.constant(1 / math.sqrt(HIDDEN // HEADS)))
        key = self.op("Transpose", key, perm=[0, 2, 3, 1])
        value = self.op("Transpose", value, perm=[0, 2, 1, 3])
        scores = self.op("Where", keep, self.op("MatMul", query, key), minus)
        mixed = self.op("MatMul", self.op("Softmax", scores, axis=-1), value)
        mixed = self.op("Transpose", mixed, perm=[0, 2, 1, 3])
        mixed = self.op("Reshape", mixed, self.constant([0, 0, HIDDEN], np.int64))
        return self.dense(mixed, name + "/out", HIDDEN, HIDDEN)


def encoder(words):
    w = Writer()
    shape = w.op("Shape", "input_ids", start=1, end=2)
    length = w.op("Squeeze", shape, w.constant([0], np.int64))
    places = w.op("Range", w.constant(0, np.int64), length, w.constant(1, np.int64))
    x = w.op("Add", w.op("Gather", w.weight("lookup/token", words, HIDDEN, scale=1.0), "input_ids"),
             w.op("Gather", w.weight("lookup/place", POSITIONS, HIDDEN, scale=0.3), places))
    keep = w.op("Cast", w.op("Unsqueeze", "attention_mask", w.constant([1, 2], np.int64)),
                to=TensorProto.BOOL)
    minus = w.constant(-1e9)
    for i in range(LAYERS):
        name = f"stack/stage_{i}"
        x = w.op("Add", x, w.attention(w.norm(x, name + "/before_mix"), name + "/mix", keep, minus))
        inner = w.gelu(w.dense(w.norm(x, name + "/before_wide"), name + "/wide", HIDDEN, INNER))
        x = w.op("Add", x, w.dense(inner, name + "/narrow", INNER, HIDDEN))
    w.nodes.append(helper.make_node(
        "LayerNormalization",
        [x, w.weight("stack/last_norm/gain", HIDDEN, scale=0.1, around=1),
         w.weight("stack/last_norm/shift", HIDDEN, scale=0.1)],
        ["token_vectors"], axis=-1, epsilon=1e-6))
    ints = lambda name: helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "len"])
    out = helper.make_tensor_value_info("token_vectors", TensorProto.FLOAT, ["n", "len", HIDDEN])
    graph = helper.make_graph(w.nodes, "tiny", [ints("input_ids"), ints("attention_mask")], [out],
                              initializer=w.weights)
    return helper.make_model(graph, producer_name="make_tiny_encoder",
                             opset_imports=[helper.make_opsetid("", 18)], ir_version=8)


def main():
    tokens = vocabulary()
    model = encoder(len(tokens))
    onnx.checker.check_model(model, full_check=True)
    (RESOURCES / "tiny-encoder.onnx").write_bytes(model.SerializeToString(deterministic=True))
    text = json.dumps(tokenizer(tokens), ensure_ascii=True, indent=1)
    (RESOURCES / "tiny-encoder-tokenizer.json").write_text(text + "\n")
    print(len(tokens), "tokens,", sum(np.prod(t.dims) for t in model.graph.initializer), "weights")


if __name__ == "__main__":
    main()
