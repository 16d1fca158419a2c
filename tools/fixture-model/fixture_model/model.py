"""The decoder in PyTorch, with 4-bit fake quantisation: same shape and arithmetic as the compiled model library."""

import torch
from model_library.config import LlamaConfig
from model_library.quantization import GROUP_SIZE, MAX_CODE
from torch import Tensor, nn
from torch.nn import functional

EMBEDDING_STD = 0.05


class Quantizer:
    """Switches fake quantisation on for a whole model at once."""

    def __init__(self) -> None:
        self.enabled = False

    def __call__(self, weight: Tensor) -> Tensor:
        """(rows, cols) -> the same weights as after export; the gradient passes as if nothing had happened."""
        if not self.enabled:
            return weight
        groups = weight.detach().view(weight.shape[0], -1, GROUP_SIZE)
        lowest = groups.amin(-1, keepdim=True)
        scale = ((groups.amax(-1, keepdim=True) - lowest) / MAX_CODE).bfloat16().float()
        offset = lowest.bfloat16().float()
        steps = (groups - offset) / torch.where(scale == 0, 1.0, scale)
        rounded = steps.round().clamp(0, MAX_CODE) * scale + offset
        return weight + (rounded.view_as(weight) - weight).detach()


class QuantLinear(nn.Module):
    def __init__(self, in_features: int, out_features: int, quantize: Quantizer) -> None:
        super().__init__()
        bound = in_features**-0.5
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-bound, bound))
        self.quantize = quantize

    def forward(self, x: Tensor) -> Tensor:
        return functional.linear(x, self.quantize(self.weight))


def rotary_angles(length: int, shape: LlamaConfig) -> tuple[Tensor, Tensor]:
    """Cosines and sines (length, head_dim), one angle for dimension i and i + head_dim / 2."""
    frequencies = shape.rope_theta ** (-torch.arange(0, shape.head_dim, 2) / shape.head_dim)
    angles = torch.outer(torch.arange(length).float(), frequencies)
    return torch.cat([angles.cos()] * 2, -1), torch.cat([angles.sin()] * 2, -1)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding of (rows, heads, length, head_dim)."""
    first, second = x.chunk(2, -1)
    return x * cos + torch.cat([-second, first], -1) * sin


class Layer(nn.Module):
    def __init__(self, shape: LlamaConfig, quantize: Quantizer) -> None:
        super().__init__()
        self.shape = shape
        self.attention_norm = nn.RMSNorm(shape.hidden_size, shape.norm_eps)
        self.qkv = QuantLinear(shape.hidden_size, shape.num_qkv_heads * shape.head_dim, quantize)
        self.out = QuantLinear(shape.num_heads * shape.head_dim, shape.hidden_size, quantize)
        self.feed_forward_norm = nn.RMSNorm(shape.hidden_size, shape.norm_eps)
        self.gate_up = QuantLinear(shape.hidden_size, 2 * shape.intermediate_size, quantize)
        self.down = QuantLinear(shape.intermediate_size, shape.hidden_size, quantize)

    def forward(self, x: Tensor, mask: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """x (rows, length, hidden_size), mask (rows, 1, length, length) -> (rows, length, hidden_size)."""
        x = x + self.attend(self.attention_norm(x), mask, cos, sin)
        gate, up = self.gate_up(self.feed_forward_norm(x)).chunk(2, -1)
        return x + self.down(functional.silu(gate) * up)

    def attend(self, x: Tensor, mask: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        rows, length, _ = x.shape
        shape = self.shape
        heads = self.qkv(x).view(rows, length, shape.num_qkv_heads, shape.head_dim).transpose(1, 2)
        query, key, value = heads.split([shape.num_heads, shape.num_kv_heads, shape.num_kv_heads], 1)
        group = shape.num_heads // shape.num_kv_heads
        mixed = functional.scaled_dot_product_attention(
            rotate(query, cos, sin),
            rotate(key, cos, sin).repeat_interleave(group, 1),
            value.repeat_interleave(group, 1),
            attn_mask=mask,
        )
        return self.out(mixed.transpose(1, 2).reshape(rows, length, -1))


class Decoder(nn.Module):
    def __init__(self, shape: LlamaConfig) -> None:
        super().__init__()
        self.shape = shape
        self.quantize = Quantizer()
        self.token = nn.Parameter(torch.randn(shape.vocab_size, shape.hidden_size) * EMBEDDING_STD)
        self.layers = nn.ModuleList(Layer(shape, self.quantize) for _ in range(shape.num_layers))
        self.norm = nn.RMSNorm(shape.hidden_size, shape.norm_eps)

    def loss(self, token_ids: Tensor, labels: Tensor, conversation: Tensor, ignored: int) -> Tensor:
        """Mean cross entropy over the labels that count; all three tensors are int64 (rows, length)."""
        table = self.quantize(self.token)
        length = token_ids.shape[1]
        causal = torch.ones(length, length, dtype=torch.bool).tril()
        mask = (causal & (conversation[:, :, None] == conversation[:, None, :]))[:, None]
        cos, sin = rotary_angles(length, self.shape)
        x = functional.embedding(token_ids, table)
        for layer in self.layers:
            x = layer(x, mask, cos, sin)
        counted = labels != ignored
        return functional.cross_entropy(self.norm(x)[counted] @ table.T, labels[counted])
