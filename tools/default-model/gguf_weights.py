"""Reads the shape and the weights of a llama-architecture GGUF file."""

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize
from model_library.config import LlamaConfig
from model_library.packing import Parameters, add_embedding, add_linear


def field(reader: GGUFReader, key: str):
    """The value of a GGUF key: a string, a number or a list."""
    return reader.fields[key].contents()


def read_config(reader: GGUFReader, context_window: int, prefill_chunk: int, embedding_bits: int) -> LlamaConfig:
    num_heads = field(reader, "llama.attention.head_count")
    hidden_size = field(reader, "llama.embedding_length")
    return LlamaConfig(
        vocab_size=field(reader, "llama.vocab_size"),
        hidden_size=hidden_size,
        intermediate_size=field(reader, "llama.feed_forward_length"),
        num_layers=field(reader, "llama.block_count"),
        num_heads=num_heads,
        num_kv_heads=field(reader, "llama.attention.head_count_kv"),
        head_dim=hidden_size // num_heads,
        context_window=context_window,
        prefill_chunk=prefill_chunk,
        rope_theta=field(reader, "llama.rope.freq_base"),
        norm_eps=round(field(reader, "llama.attention.layer_norm_rms_epsilon"), 9),
        embedding_bits=embedding_bits,
    )


def half_split(weight: np.ndarray, heads: int) -> np.ndarray:
    """Rows (heads * head_dim, cols) with each head's rotary pairs (0, 1), (2, 3), … reordered to (0, d/2), (1, d/2 +
    1), ….

    GGUF keeps the two members of a rotary pair next to each other; the model library's rotary embedding wants the first
    members of a head, then the second ones.
    """
    rows, cols = weight.shape
    pairs = weight.reshape(heads, rows // heads // 2, 2, cols)
    return pairs.swapaxes(1, 2).reshape(rows, cols)


def read_parameters(reader: GGUFReader, config: LlamaConfig) -> Parameters:
    """All parameters by the names that the model library gives them, with the bits a weight that config names."""
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    parameters: Parameters = {}

    def float32(name: str) -> np.ndarray:
        tensor = tensors[name]
        shape = tuple(int(size) for size in reversed(tensor.shape))
        return dequantize(tensor.data, tensor.tensor_type).astype(np.float32).reshape(shape)

    add_embedding(parameters, float32("token_embd.weight"), config.embedding_bits)
    for i in range(config.num_layers):
        source, target = f"blk.{i}", f"layers.{i}"
        query = half_split(float32(f"{source}.attn_q.weight"), config.num_heads)
        key = half_split(float32(f"{source}.attn_k.weight"), config.num_kv_heads)
        value = float32(f"{source}.attn_v.weight")
        gate, up = float32(f"{source}.ffn_gate.weight"), float32(f"{source}.ffn_up.weight")
        parameters[f"{target}.attention_norm.weight"] = float32(f"{source}.attn_norm.weight")
        add_linear(parameters, f"{target}.attention.qkv", np.concatenate([query, key, value]))
        add_linear(parameters, f"{target}.attention.out", float32(f"{source}.attn_output.weight"))
        parameters[f"{target}.feed_forward_norm.weight"] = float32(f"{source}.ffn_norm.weight")
        add_linear(parameters, f"{target}.feed_forward.gate_up", np.concatenate([gate, up]))
        add_linear(parameters, f"{target}.feed_forward.down", float32(f"{source}.ffn_down.weight"))
    parameters["norm.weight"] = float32("output_norm.weight")
    return parameters
