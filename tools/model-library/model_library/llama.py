"""Llama-architecture decoder in Relax, with 4-bit weights and a 4- or 8-bit embedding, for WebLLM's chat pipeline."""

from tvm import te, tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache

from .config import LlamaConfig
from .embedding import Embedding8Bit
from .kernels.linear_many_tokens import linear_many_tokens
from .kernels.linear_one_token import linear_one_token, linear_one_token_gated, linear_one_token_residual
from .kernels.norm import rms_norm
from .kv_cache import ChatKVCache
from .quantization import CODES_PER_WORD, GROUP_SIZE, MAX_CODE


def is_one_token(x: Tensor) -> bool:
    """Whether x (1, tokens, features) is the single token of a decoding step; in a prefill, tokens is a variable."""
    return isinstance(x.shape[1], int) and x.shape[1] == 1


def dequantize(codes: te.Tensor, affine: te.Tensor, rows: int, cols: int) -> te.Tensor:
    """float32 (rows, cols) from codes uint32 (rows, cols / 8) and affine uint32 (rows, cols / 32)."""

    def weight(r, c):
        shift = tirx.Cast("uint32", (c % CODES_PER_WORD) * 4)
        code = tirx.bitwise_and(tirx.shift_right(codes[r, c // CODES_PER_WORD], shift), tirx.const(MAX_CODE, "uint32"))
        word = affine[r, c // GROUP_SIZE]
        scale = tirx.reinterpret("float32", tirx.bitwise_and(word, tirx.const(0xFFFF0000, "uint32")))
        offset = tirx.reinterpret("float32", tirx.shift_left(word, tirx.const(16, "uint32")))
        return tirx.Cast("float32", code) * scale + offset

    return te.compute((rows, cols), weight, name="dequantize")


class QuantLinear(nn.Module):
    """y = x W^T with W (out_features, in_features) stored at 5 bits a weight."""

    def __init__(self, in_features: int, out_features: int):
        self.in_features = in_features
        self.out_features = out_features
        self.codes = nn.Parameter((out_features, in_features // CODES_PER_WORD), "uint32")
        self.affine = nn.Parameter((out_features, in_features // GROUP_SIZE), "uint32")

    def _call(self, kernel, name: str, x: Tensor, *more: Tensor, out_features: int | None = None) -> Tensor:
        out = Tensor.placeholder((1, x.shape[1], out_features or self.out_features), "float32")
        return op.tensor_ir_op(kernel, name, [x, self.codes, self.affine, *more], out)

    def forward(self, x: Tensor) -> Tensor:
        """x (1, tokens, in_features) -> (1, tokens, out_features)."""
        if is_one_token(x):
            return self._call(linear_one_token, "linear_one_token", x)
        return self._call(linear_many_tokens, "linear_many_tokens", x)

    def add_to(self, residual: Tensor, x: Tensor) -> Tensor:
        """residual + x W^T."""
        if is_one_token(x):
            return self._call(linear_one_token_residual, "linear_one_token_residual", x, residual)
        return residual + self.forward(x)

    def gated(self, x: Tensor) -> Tensor:
        """silu(x A^T) * (x B^T) -> (1, tokens, out_features / 2), where W holds A above B."""
        if is_one_token(x):
            half = self.out_features // 2
            return self._call(linear_one_token_gated, "linear_one_token_gated", x, out_features=half)
        gate, up = op.split(self.forward(x), 2, axis=-1)
        return op.silu(gate) * up

    def rows_at(self, ids: Tensor) -> Tensor:
        """Rows of W for ids int32 (tokens,) -> float32 (tokens, in_features): an embedding look-up."""

        def take(ids, codes, affine):
            weight = dequantize(codes, affine, self.out_features, self.in_features)
            return te.compute((ids.shape[0], self.in_features), lambda i, c: weight[ids[i], c], name="take")

        return op.tensor_expr_op(take, "dequantize_take", [ids, self.codes, self.affine])


class RMSNorm(nn.Module):
    def __init__(self, config: LlamaConfig):
        self.weight = nn.Parameter((config.hidden_size,), "float32")
        self.kernel = rms_norm(config.hidden_size, config.norm_eps)

    def forward(self, x: Tensor) -> Tensor:
        out = Tensor.placeholder(x.shape, "float32")
        return op.tensor_ir_op(self.kernel, "rms_norm", [x, self.weight], out)


class Attention(nn.Module):
    def __init__(self, config: LlamaConfig):
        self.config = config
        self.qkv = QuantLinear(config.hidden_size, config.num_qkv_heads * config.head_dim)
        self.out = QuantLinear(config.num_heads * config.head_dim, config.hidden_size)

    def forward(self, residual: Tensor, x: Tensor, cache: PagedKVCache, layer: int) -> Tensor:
        config = self.config
        tokens = x.shape[1]
        qkv = op.reshape(self.qkv(x), (1, tokens, config.num_qkv_heads, config.head_dim))
        y = cache.attention_with_fused_qkv(layer, qkv, config.num_heads, sm_scale=config.head_dim**-0.5)
        return self.out.add_to(residual, op.reshape(y, (1, tokens, config.num_heads * config.head_dim)))


class FeedForward(nn.Module):
    def __init__(self, config: LlamaConfig):
        self.gate_up = QuantLinear(config.hidden_size, 2 * config.intermediate_size)
        self.down = QuantLinear(config.intermediate_size, config.hidden_size)

    def forward(self, residual: Tensor, x: Tensor) -> Tensor:
        return self.down.add_to(residual, self.gate_up.gated(x))


class Layer(nn.Module):
    def __init__(self, config: LlamaConfig):
        self.attention_norm = RMSNorm(config)
        self.attention = Attention(config)
        self.feed_forward_norm = RMSNorm(config)
        self.feed_forward = FeedForward(config)

    def forward(self, x: Tensor, cache: PagedKVCache, layer: int) -> Tensor:
        x = self.attention(x, self.attention_norm(x), cache, layer)
        return self.feed_forward(x, self.feed_forward_norm(x))


class Llama(nn.Module):
    """Entry points are the names that WebLLM's chat pipeline calls."""

    def __init__(self, config: LlamaConfig):
        self.config = config
        # embedding and tied output head
        if config.embedding_bits == 8:
            self.token = Embedding8Bit(config)
        else:
            self.token = QuantLinear(config.hidden_size, config.vocab_size)
        self.layers = nn.ModuleList([Layer(config) for _ in range(config.num_layers)])
        self.norm = RMSNorm(config)

    def embed(self, input_ids: Tensor) -> Tensor:
        return self.token.rows_at(input_ids)

    def _hidden(self, x: Tensor, cache: PagedKVCache) -> Tensor:
        for i, layer in enumerate(self.layers):
            x = layer(x, cache, i)
        return x

    def prefill(self, input_embed: Tensor, paged_kv_cache: PagedKVCache):
        x = self._hidden(input_embed, paged_kv_cache)

        def last(x):
            _, tokens, hidden_size = x.shape
            return te.compute((1, 1, hidden_size), lambda b, _, k: x[b, tokens - 1, k], name="last")

        x = op.tensor_expr_op(last, "last_position", [x])
        return self.token(self.norm(x)), paged_kv_cache

    def decode(self, input_embed: Tensor, paged_kv_cache: PagedKVCache):
        x = self._hidden(input_embed, paged_kv_cache)
        return self.token(self.norm(x)), paged_kv_cache

    def create_tir_paged_kv_cache(
        self, max_batch_size, max_total_seq_len, prefill_chunk_size, page_size, support_sliding_window
    ) -> PagedKVCache:
        return ChatKVCache(
            self.config, max_batch_size, max_total_seq_len, prefill_chunk_size, page_size, support_sliding_window
        )

    def spec(self) -> nn.spec.ModuleSpec:
        packed = {"param_mode": "packed", "effect_mode": "none"}
        cache = nn.spec.Object(object_type=PagedKVCache)
        hidden_size = self.config.hidden_size
        functions = {
            "embed": {"input_ids": nn.spec.Tensor(["seq_len"], "int32"), "$": packed},
            "prefill": {
                "input_embed": nn.spec.Tensor([1, "seq_len", hidden_size], "float32"),
                "paged_kv_cache": cache,
                "$": packed,
            },
            "decode": {
                "input_embed": nn.spec.Tensor([1, 1, hidden_size], "float32"),
                "paged_kv_cache": cache,
                "$": packed,
            },
            "create_tir_paged_kv_cache": {
                "max_batch_size": int,
                "max_total_seq_len": int,
                "prefill_chunk_size": int,
                "page_size": int,
                "support_sliding_window": int,
                "$": {"param_mode": "none", "effect_mode": "none"},
            },
        }
        return nn.spec.ModuleSpec.from_raw(functions, self)
