"""The tokenizer and the chat settings of SmolLM2-135M-Instruct, in the files that WebLLM reads."""

from gguf import GGUFReader, TokenType
from gguf_weights import field
from model_library.config import LlamaConfig

# Both from the chat template inside the GGUF file.
SYSTEM_MESSAGE = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
END_OF_TURN = "<|im_end|>"


def tokenizer_json(reader: GGUFReader) -> dict:
    """The GGUF's byte-level BPE in the format of the tokenizers library; digits are split one by one, as in SmolLM2."""
    tokens = field(reader, "tokenizer.ggml.tokens")
    types = field(reader, "tokenizer.ggml.token_type")
    special_tokens = [
        {
            "id": i,
            "content": token,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for i, (token, token_type) in enumerate(zip(tokens, types, strict=True))
        if token_type == TokenType.CONTROL
    ]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    digits = {"type": "Digits", "individual_digits": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": special_tokens,
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [digits, byte_level]},
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "vocab": {token: i for i, token in enumerate(tokens)},
            "merges": field(reader, "tokenizer.ggml.merges"),
        },
    }


def conversation_template(stop_token_ids: list[int]) -> dict:
    """ChatML, as the GGUF's own template writes it."""
    return {
        "name": "chatml",
        "system_template": f"<|im_start|>system\n{{system_message}}{END_OF_TURN}\n",
        "system_message": SYSTEM_MESSAGE,
        "system_prefix_token_ids": None,
        "add_role_after_system_message": True,
        "roles": {"user": "<|im_start|>user", "assistant": "<|im_start|>assistant"},
        "role_templates": {"user": "{user_message}", "assistant": "{assistant_message}", "tool": "{tool_message}"},
        "messages": [],
        "seps": [f"{END_OF_TURN}\n"],
        "role_content_sep": "\n",
        "role_empty_sep": "\n",
        "stop_str": [END_OF_TURN],
        "stop_token_ids": stop_token_ids,
        "function_string": "",
        "use_function_calling": False,
    }


def chat_config(reader: GGUFReader, config: LlamaConfig) -> dict:
    """mlc-chat-config.json. WebLLM refuses a request when repetition_penalty is absent."""
    end_of_turn_id = field(reader, "tokenizer.ggml.eos_token_id")
    end_of_text_id = field(reader, "tokenizer.ggml.unknown_token_id")  # <|endoftext|>, which ended every training text
    return {
        "version": "0.1.0",
        "model_type": "llama",
        "quantization": "q4f32_affine32",
        "model_config": {},
        "vocab_size": config.vocab_size,
        "context_window_size": config.context_window,
        "sliding_window_size": -1,
        "prefill_chunk_size": config.prefill_chunk,
        "attention_sink_size": -1,
        "tensor_parallel_shards": 1,
        # A small model wanders at a high temperature and repeats itself without a penalty.
        "temperature": 0.2,
        "top_p": 0.9,
        "repetition_penalty": 1.1,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
        "tokenizer_files": ["tokenizer.json"],
        "tokenizer_info": {
            "token_postproc_method": "byte_level",
            "prepend_space_in_encode": False,
            "strip_space_in_decode": False,
        },
        "bos_token_id": field(reader, "tokenizer.ggml.bos_token_id"),
        "eos_token_id": end_of_turn_id,
        "pad_token_id": field(reader, "tokenizer.ggml.padding_token_id"),
        "conv_template": conversation_template([end_of_turn_id, end_of_text_id]),
    }
