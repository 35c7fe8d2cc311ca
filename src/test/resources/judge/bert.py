"""Computes a text's probabilities from a Hugging Face folder with numpy alone: no engine, no model class.

python bert.py FOLDER < texts.jsonl    one line with a list of probabilities for each {"text": ...}
"""
import json
import math
import pathlib
import sys

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

folder = pathlib.Path(sys.argv[1])
read = lambda name: json.loads((folder / name).read_text())
config, pooling = read("config.json"), read("1_Pooling/config.json")
weights, head = load_file(folder / "model.safetensors"), load_file(folder / "2_Dense/model.safetensors")
tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
assert tokenizer.truncation is None and tokenizer.padding is None
tokenizer.enable_truncation(read("tokenizer_config.json")["model_max_length"])
erf = np.vectorize(math.erf)


def linear(x, name):
    return x @ weights[name + ".weight"].T + weights[name + ".bias"]


def norm(x, name):
    d = x - x.mean(-1, keepdims=True)
    d = d / np.sqrt((d * d).mean(-1, keepdims=True) + config["layer_norm_eps"])
    return d * weights[name + ".weight"] + weights[name + ".bias"]


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def heads(x):
    return x.reshape(len(x), config["num_attention_heads"], -1).transpose(1, 0, 2)


def predict(text):
    tokens = tokenizer.encode(text)
    table = lambda name: weights[f"embeddings.{name}_embeddings.weight"].astype(np.float64)
    x = table("word")[tokens.ids] + table("token_type")[tokens.type_ids] + table("position")[: len(tokens.ids)]
    x = norm(x, "embeddings.LayerNorm")
    assert config["hidden_act"] == "gelu"
    for i in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{i}."
        q, k, v = (heads(linear(x, f"{at}attention.self.{part}")) for part in ("query", "key", "value"))
        mixed = softmax(q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])) @ v
        mixed = mixed.transpose(1, 0, 2).reshape(x.shape)
        x = norm(linear(mixed, at + "attention.output.dense") + x, at + "attention.output.LayerNorm")
        wide = linear(x, at + "intermediate.dense")
        wide = wide * (1 + erf(wide / math.sqrt(2))) / 2
        x = norm(linear(wide, at + "output.dense") + x, at + "output.LayerNorm")
    pooled = x.mean(0) if pooling["pooling_mode_mean_tokens"] else x[0]
    return softmax(head["linear.weight"] @ pooled + head["linear.bias"])


for line in sys.stdin.buffer:
    print(json.dumps(predict(json.loads(line)["text"]).tolist()))
