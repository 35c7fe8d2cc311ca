"""Classifies texts with the folder beside this file. Needs: pip install torch transformers safetensors

python predict.py "a text"       prints label and probabilities
python predict.py < texts.jsonl  reads lines of {"text": ...} and prints one line of JSON for each
"""
import json
import pathlib
import sys

import torch
from safetensors.torch import load_file
from transformers import AutoModel, AutoTokenizer

here = pathlib.Path(__file__).resolve().parent
tokenizer = AutoTokenizer.from_pretrained(here)
encoder = AutoModel.from_pretrained(here, add_pooling_layer=False).eval()
head = load_file(here / "2_Dense" / "model.safetensors")
mean = json.loads((here / "1_Pooling" / "config.json").read_text())["pooling_mode_mean_tokens"]
labels = [encoder.config.id2label[i] for i in range(len(encoder.config.id2label))]


@torch.no_grad()
def predict(text):
    tokens = tokenizer(text, truncation=True, max_length=tokenizer.model_max_length, return_tensors="pt")
    vectors = encoder(**tokens).last_hidden_state
    mask = tokens["attention_mask"].unsqueeze(-1).to(vectors.dtype)
    pooled = (vectors * mask).sum(1) / mask.sum(1) if mean else vectors[:, 0]
    shares = torch.nn.functional.linear(pooled, head["linear.weight"], head["linear.bias"]).softmax(-1)[0]
    return {"label": labels[int(shares.argmax())], "probabilities": dict(zip(labels, shares.tolist()))}


if len(sys.argv) > 1:
    print(json.dumps(predict(" ".join(sys.argv[1:]))))
else:
    for line in sys.stdin.buffer:
        if line.strip():
            print(json.dumps(predict(json.loads(line)["text"])))
