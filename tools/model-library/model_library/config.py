"""The shape of a decoder. Importing this module does not import TVM, so weight conversion can use it as well."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LlamaConfig:
    """Shape of one decoder. All sizes are counts of elements or of tokens."""

    vocab_size: int
    hidden_size: int
    intermediate_size: int
    num_layers: int
    num_heads: int
    num_kv_heads: int
    head_dim: int
    context_window: int
    prefill_chunk: int
    rope_theta: float = 10000.0
    norm_eps: float = 1e-5
    embedding_bits: int = 4  # 4 or 8, for the token embedding, which is the output head as well

    def __post_init__(self) -> None:
        if self.embedding_bits not in (4, 8):
            raise ValueError(f"embedding_bits is {self.embedding_bits}, but only 4 and 8 are possible")

    @property
    def num_qkv_heads(self) -> int:
        """Heads that the fused projection produces: queries, then keys, then values."""
        return self.num_heads + 2 * self.num_kv_heads
