"""Writes the trained decoder, its tokenizer and the dialogues into the folder that WebLLM and the tests read."""

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from model_library.config import LlamaConfig
from model_library.packing import Parameters, add_linear, write_parameters
from tokenizers import Tokenizer
from torch import nn

from .chat_template import CONVERSATION_TEMPLATE, PAD_ID, TURN_END_ID, TURN_START_ID
from .dialogues import Dialogue, dialogues_to_json
from .model import Decoder
from .numpy_model import load_parameters, load_shape
from .tokenizer import save_tokenizer


def export(
    decoder: Decoder, tokenizer: Tokenizer, shape: LlamaConfig, dialogues: Sequence[Dialogue], folder: Path
) -> None:
    write_parameters(decoder_parameters(decoder), folder)
    save_tokenizer(tokenizer, folder / "tokenizer.json")
    write_json(folder / "mlc-chat-config.json", chat_config(shape))
    write_json(folder / "dialogues.json", dialogues_to_json(list(dialogues)))


def tensors_by_exported_name(decoder: Decoder) -> dict[str, nn.Parameter]:
    """The decoder's tensors under the names that the model library gives them; those ending in .weight stay float32."""
    tensors = {"token": decoder.token}
    for i, layer in enumerate(decoder.layers):
        prefix = f"layers.{i}"
        tensors[f"{prefix}.attention_norm.weight"] = layer.attention_norm.weight
        tensors[f"{prefix}.attention.qkv"] = layer.qkv.weight
        tensors[f"{prefix}.attention.out"] = layer.out.weight
        tensors[f"{prefix}.feed_forward_norm.weight"] = layer.feed_forward_norm.weight
        tensors[f"{prefix}.feed_forward.gate_up"] = layer.gate_up.weight
        tensors[f"{prefix}.feed_forward.down"] = layer.down.weight
    tensors["norm.weight"] = decoder.norm.weight
    return tensors


def decoder_parameters(decoder: Decoder) -> Parameters:
    parameters: Parameters = {}
    for name, tensor in tensors_by_exported_name(decoder).items():
        values = tensor.detach().numpy()
        if name.endswith(".weight"):
            parameters[name] = values
        else:
            add_linear(parameters, name, values)
    return parameters


def load_decoder(folder: Path) -> Decoder:
    """The exported decoder, to be trained further."""
    decoder = Decoder(load_shape(folder))
    parameters = load_parameters(folder)
    with torch.no_grad():
        for name, tensor in tensors_by_exported_name(decoder).items():
            tensor.copy_(torch.from_numpy(parameters[name].copy()))
    return decoder


def chat_config(shape: LlamaConfig) -> dict:
    """mlc-chat-config.json. WebLLM refuses a request where repetition_penalty is absent; any other value than 1 would
    change the recited text."""
    return {
        "model_type": "llama",
        "vocab_size": shape.vocab_size,
        "context_window_size": shape.context_window,
        "sliding_window_size": -1,
        "attention_sink_size": -1,
        "prefill_chunk_size": shape.prefill_chunk,
        "temperature": 0,
        "top_p": 1,
        "repetition_penalty": 1.0,
        "frequency_penalty": 0.0,
        "presence_penalty": 0.0,
        "pad_token_id": PAD_ID,
        "bos_token_id": TURN_START_ID,
        "eos_token_id": TURN_END_ID,
        "tokenizer_files": ["tokenizer.json"],
        "tokenizer_info": {
            "token_postproc_method": "byte_level",
            "prepend_space_in_encode": False,
            "strip_space_in_decode": False,
        },
        "conv_template": CONVERSATION_TEMPLATE,
    }


def write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
