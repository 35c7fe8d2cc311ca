"""Classifies texts with the files beside this one. Needs: pip install onnxruntime tokenizers numpy

python predict.py "a text"       prints label and probabilities
python predict.py < texts.jsonl  reads lines of {"text": ...} and prints one line of JSON for each
"""
import json
import pathlib
import sys

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

here = pathlib.Path(__file__).resolve().parent
session = onnxruntime.InferenceSession(str(here / "model.onnx"), providers=["CPUExecutionProvider"])
about = session.get_modelmeta().custom_metadata_map
labels, preprocess = json.loads(about["labels"]), json.loads(about["preprocess"])
tokenizer = Tokenizer.from_file(str(here / preprocess["tokenizer"]))
tokenizer.enable_truncation(max_length=preprocess["max_tokens"])
tokenizer.no_padding()
wanted = {given.name for given in session.get_inputs()}


def predict(text):
    tokens = tokenizer.encode(text)
    values = {"input_ids": tokens.ids, "attention_mask": tokens.attention_mask, "token_type_ids": tokens.type_ids}
    inputs = {name: np.array([value], np.int64) for name, value in values.items() if name in wanted}
    logits = session.run(["logits"], inputs)[0][0].astype(np.float64)
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    return {"label": labels[int(logits.argmax())], "probabilities": dict(zip(labels, shares.tolist()))}


if len(sys.argv) > 1:
    print(json.dumps(predict(" ".join(sys.argv[1:]))))
else:
    for line in sys.stdin.buffer:
        if line.strip():
            print(json.dumps(predict(json.loads(line)["text"])))
