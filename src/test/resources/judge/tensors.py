"""What the safetensors library finds in a file: a line of JSON for the metadata, then one for each tensor."""
import hashlib
import json
import sys

from safetensors import safe_open

with safe_open(sys.argv[1], framework="np") as file:
    print(json.dumps(file.metadata()))
    for name in file.keys():
        tensor = file.get_tensor(name)
        print(json.dumps([name, str(tensor.dtype), list(tensor.shape), hashlib.sha256(tensor.tobytes()).hexdigest()]))
