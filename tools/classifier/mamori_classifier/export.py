"""Writes the trained classifier as one ONNX file (opset 17) that onnxruntime-web runs on WebAssembly.

The word table stays in the base model's 4-bit blocks, which is exact; matrix products are int8 by dynamic quantization,
per output channel; layer norms, biases and the head are float32.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from .model import ATTENTION_HEADS, EPSILON, HIDDEN, Classifier
from .outliers import find_outliers

OPSET = 17
INPUTS = ("input_ids", "attention_mask")
HEAD_WIDTH = HIDDEN // ATTENTION_HEADS
HALF = HIDDEN // 2
GELU_MINIMUM = -0.17
"""The least value of GELU is -0.16997, at -0.7518."""


class _Graph:
    """Collects nodes and constants; every method returns the name of what it made."""

    def __init__(self, outliers: Mapping[str, np.ndarray]) -> None:
        self.outliers = outliers
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.array(values, order="C"), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def linear(self, states: str, weight: np.ndarray, bias: np.ndarray, name: str) -> str:
        """`states` times a weight of shape [out, in], plus bias."""
        product = self.node("MatMul", [states, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def robust_linear(self, states: str, weight: np.ndarray, bias: np.ndarray, name: str) -> str:
        """As `linear`, for int8: every token is divided by its largest value first, so that each has all 256 steps."""
        columns = self.outliers[name]
        inside = np.ones(weight.shape[1], dtype=np.float32)
        inside[columns] = 0
        rest = self.node("Mul", [states, self.constant(f"{name}.inside", inside)], f"{name}.rest")
        size = self.node("Abs", [rest], f"{name}.size")
        product = self._scaled_product(rest, size, weight * inside, name)
        picked = self.node("Gather", [states, self.constant(f"{name}.outliers", columns)], f"{name}.picked", axis=-1)
        product = self._with_outliers(product, picked, weight[:, columns], name)
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def robust_linear_after_gelu(
        self, states: str, outliers: int, weight: np.ndarray, bias: np.ndarray, name: str
    ) -> str:
        """As `robust_linear`, of values above `GELU_MINIMUM`; the last `outliers` channels are the outlier channels."""
        inside = weight.shape[1] - outliers
        sizes = self.constant(f"{name}.sizes", np.array([inside, outliers], dtype=np.int64))
        rest, picked = f"{name}.rest", f"{name}.picked"
        self.nodes.append(helper.make_node("Split", [states, sizes], [rest, picked], name=f"{name}.split", axis=-1))
        product = self._scaled_product(rest, rest, weight[:, :inside], name)
        product = self._with_outliers(product, picked, weight[:, inside:], name)
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)

    def _scaled_product(self, states: str, size: str, weight: np.ndarray, name: str) -> str:
        largest = self.node("ReduceMax", [size], f"{name}.largest", axes=[-1], keepdims=1)
        largest = self.node("Max", [largest, "least_scale"], f"{name}.scale")
        scaled = self.node("Div", [states, largest], f"{name}.scaled")
        product = self.node("MatMul", [scaled, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
        return self.node("Mul", [product, largest], f"{name}.unscaled")

    def _with_outliers(self, product: str, picked: str, columns: np.ndarray, name: str) -> str:
        half = self.constant(f"{name}.outlier_columns_half", columns.T.astype(np.float16))
        large = self.node("Cast", [half], f"{name}.outlier_columns", to=TensorProto.FLOAT)
        apart = self.node("MatMul", [picked, large], f"{name}.apart")
        return self.node("Add", [product, apart], f"{name}.both")

    def layer_norm(self, states: str, norm: torch.nn.LayerNorm, name: str) -> str:
        weight = self.constant(f"{name}.weight", _numpy(norm.weight))
        bias = self.constant(f"{name}.bias", _numpy(norm.bias))
        return self.node("LayerNormalization", [states, weight, bias], name, axis=-1, epsilon=EPSILON)

    def gelu(self, states: str, name: str) -> str:
        """x * (1 + erf(x / sqrt 2)) / 2."""
        scaled = self.node("Div", [states, "sqrt_two"], f"{name}.scaled")
        error = self.node("Erf", [scaled], f"{name}.erf")
        raised = self.node("Add", [error, "one"], f"{name}.raised")
        half = self.node("Mul", [states, "half"], f"{name}.half")
        return self.node("Mul", [half, raised], name)


def _numpy(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().float().numpy()


def pack_words(nibbles: np.ndarray) -> np.ndarray:
    """uint8 [vocabulary, hidden / 2]: low nibbles hold the first half of a row, high nibbles the second."""
    return nibbles[:, :HALF] | (nibbles[:, HALF:] << 4)


def _embed(graph: _Graph, model: Classifier, nibbles: np.ndarray, scales: np.ndarray) -> str:
    blocks = scales.shape[1]
    graph.constant("words", pack_words(nibbles))
    graph.constant("word_scales", scales[:, :, None])
    graph.constant("sixteen", np.float32(16))
    graph.constant("eight", np.float32(8))
    graph.constant("block_shape", np.array([0, 0, blocks, -1], dtype=np.int64))
    graph.constant("state_shape", np.array([0, 0, HIDDEN], dtype=np.int64))
    packed = graph.node("Gather", ["words", "input_ids"], "packed_bytes", axis=0)
    packed = graph.node("Cast", [packed], "packed", to=TensorProto.FLOAT)
    high = graph.node("Floor", [graph.node("Div", [packed, "sixteen"], "shifted")], "high")
    low = graph.node("Sub", [packed, graph.node("Mul", [high, "sixteen"], "high_part")], "low")
    nibble = graph.node("Concat", [low, high], "nibbles", axis=-1)
    centred = graph.node("Sub", [nibble, "eight"], "centred")
    scale = graph.node("Gather", ["word_scales", "input_ids"], "scales_half", axis=0)
    scale = graph.node("Cast", [scale], "scales", to=TensorProto.FLOAT)
    words = graph.node("Mul", [graph.node("Reshape", [centred, "block_shape"], "blocks"), scale], "scaled_blocks")
    words = graph.node("Reshape", [words, "state_shape"], "word_states")

    graph.constant("positions_half", _numpy(model.positions.weight).astype(np.float16))
    graph.constant("zero", np.array([0], dtype=np.int64))
    shape = graph.node("Shape", ["input_ids"], "ids_shape", start=1, end=2)
    positions = graph.node("Slice", ["positions_half", "zero", shape, "zero"], "positions_cut")
    positions = graph.node("Cast", [positions], "positions", to=TensorProto.FLOAT)
    return graph.layer_norm(graph.node("Add", [words, positions], "embedded"), model.embedding_norm, "embedding_norm")


def _attention(graph: _Graph, states: str, layer: torch.nn.Module, name: str) -> str:
    weight, bias = _numpy(layer.qkv.weight).copy(), _numpy(layer.qkv.bias).copy()
    # the softmax's scale goes into the query
    weight[:HIDDEN] /= math.sqrt(HEAD_WIDTH)
    bias[:HIDDEN] /= math.sqrt(HEAD_WIDTH)
    joined = graph.robust_linear(states, weight, bias, f"{name}.qkv")
    joined = graph.node("Reshape", [joined, "split_shape"], f"{name}.split")
    joined = graph.node("Transpose", [joined], f"{name}.by_part", perm=[2, 0, 3, 1, 4])
    query, key, value = (
        graph.node("Gather", [joined, f"part_{part}"], f"{name}.{label}", axis=0)
        for part, label in enumerate(("query", "key", "value"))
    )
    key = graph.node("Transpose", [key], f"{name}.key_columns", perm=[0, 1, 3, 2])
    scores = graph.node("MatMul", [query, key], f"{name}.scores")
    scores = graph.node("Add", [scores, "mask_bias"], f"{name}.masked")
    weights = graph.node("Softmax", [scores], f"{name}.weights", axis=-1)
    mixed = graph.node("MatMul", [weights, value], f"{name}.mixed")
    mixed = graph.node("Transpose", [mixed], f"{name}.by_token", perm=[0, 2, 1, 3])
    mixed = graph.node("Reshape", [mixed, "state_shape"], f"{name}.joined")
    return graph.linear(mixed, _numpy(layer.attention_out.weight), _numpy(layer.attention_out.bias), f"{name}.out")


def _feed_forward(graph: _Graph, states: str, layer: torch.nn.Module, name: str) -> str:
    into, back = _numpy(layer.feed_in.weight), _numpy(layer.feed_out.weight)
    # the order of the inner channels is free: with the outliers last they can be cut off in one piece
    outliers = graph.outliers[f"{name}.feed.out"]
    order = np.concatenate([np.setdiff1d(np.arange(len(into)), outliers), outliers])
    wide = graph.robust_linear(states, into[order], _numpy(layer.feed_in.bias)[order], f"{name}.feed.in")
    wide = graph.gelu(wide, f"{name}.feed.gelu")
    bias = _numpy(layer.feed_out.bias)
    return graph.robust_linear_after_gelu(wide, len(outliers), back[:, order], bias, f"{name}.feed.out")


def build_graph(
    model: Classifier, nibbles: np.ndarray, scales: np.ndarray, outliers: Mapping[str, np.ndarray]
) -> onnx.ModelProto:
    """The float32 model: `input_ids`, `attention_mask` int32 [rows, tokens] -> `logits` float32 [rows, heads]."""
    graph = _Graph(outliers)
    graph.constant("sqrt_two", np.float32(math.sqrt(2)))
    graph.constant("one", np.float32(1))
    graph.constant("half", np.float32(0.5))
    graph.constant("least_scale", np.float32(-GELU_MINIMUM))
    graph.constant("split_shape", np.array([0, 0, 3, ATTENTION_HEADS, HEAD_WIDTH], dtype=np.int64))
    for part in range(3):
        graph.constant(f"part_{part}", np.array(part, dtype=np.int64))
    states = _embed(graph, model, nibbles, scales)

    graph.constant("mask_axes", np.array([1, 2], dtype=np.int64))
    graph.constant("pool_axes", np.array([2], dtype=np.int64))
    graph.constant("far_below", np.float32(-1e4))
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    hidden = graph.node("Sub", ["one", mask], "hidden_tokens")
    bias = graph.node("Mul", [hidden, "far_below"], "mask_row")
    graph.node("Unsqueeze", [bias, "mask_axes"], "mask_bias")

    for index, layer in enumerate(model.layers):
        name = f"layer{index}"
        mixed = _attention(graph, states, layer, f"{name}.attention")
        mixed = graph.node("Add", [states, mixed], f"{name}.attention.sum")
        states = graph.layer_norm(mixed, layer.attention_norm, f"{name}.attention.norm")
        narrow = graph.node("Add", [states, _feed_forward(graph, states, layer, name)], f"{name}.feed.sum")
        states = graph.layer_norm(narrow, layer.feed_norm, f"{name}.feed.norm")

    weights = graph.node("Unsqueeze", [mask, "pool_axes"], "pool_weights")
    weighted = graph.node("Mul", [states, weights], "weighted_states")
    graph.constant("token_axis", np.array([1], dtype=np.int64))
    total = graph.node("ReduceSum", [weighted, "token_axis"], "pool_sum", keepdims=0)
    count = graph.node("ReduceSum", [weights, "token_axis"], "pool_count", keepdims=0)
    pooled = graph.node("Div", [total, count], "pooled")
    first, last = model.head[0], model.head[2]
    inner = graph.gelu(graph.linear(pooled, _numpy(first.weight), _numpy(first.bias), "head.in"), "head.gelu")
    graph.linear(inner, _numpy(last.weight), _numpy(last.bias), "logits")

    made = helper.make_graph(
        graph.nodes,
        "mamori-classifier",
        [
            helper.make_tensor_value_info(name, TensorProto.INT32, ["rows", "tokens"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["rows", last.out_features])],
        graph.constants,
    )
    result = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(result)
    return result


def export(
    model: Classifier, nibbles: np.ndarray, scales: np.ndarray, samples: Sequence[Sequence[int]], target: Path
) -> None:
    """Writes the int8 model to `target` and the float32 model beside it, as `*.float.onnx`.

    `samples`: token ids of some texts, on which outlier channels are found.
    """
    model.eval()
    built = build_graph(model, nibbles, scales, find_outliers(model, samples))
    float_file = target.with_suffix(".float.onnx")
    onnx.save(built, float_file)
    products = [node for node in built.graph.node if node.op_type == "MatMul" and node.input[1].endswith(".weight")]
    quantize_dynamic(
        float_file,
        target,
        op_types_to_quantize=["MatMul"],
        nodes_to_quantize=[node.name for node in products if not node.name.startswith(("head.", "logits"))],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
    )
