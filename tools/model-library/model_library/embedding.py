"""The token embedding with 8-bit weights, which is the output head as well."""

from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import Tensor, op

from .config import LlamaConfig
from .kernels.embedding_8bit import linear_one_token_8bit, take_rows_8bit
from .quantization import GROUP_SIZE
from .quantization_8bit import CODES_PER_WORD


class Embedding8Bit(nn.Module):
    """W (vocab_size, hidden_size) stored at 9 bits a weight; takes the place of a QuantLinear."""

    def __init__(self, config: LlamaConfig):
        self.config = config
        self.codes = nn.Parameter((config.vocab_size, config.hidden_size // CODES_PER_WORD), "uint32")
        self.scale = nn.Parameter((config.vocab_size, config.hidden_size // GROUP_SIZE), "float32")

    def rows_at(self, ids: Tensor) -> Tensor:
        """Rows of W for ids int32 (tokens,) -> float32 (tokens, hidden_size)."""
        out = Tensor.placeholder((ids.shape[0], self.config.hidden_size), "float32")
        return op.tensor_ir_op(take_rows_8bit, "take_rows_8bit", [ids, self.codes, self.scale], out)

    def forward(self, x: Tensor) -> Tensor:
        """x W^T for the vector of one token, x (1, 1, hidden_size) -> logits float32 (1, 1, vocab_size)."""
        out = Tensor.placeholder((1, 1, self.config.vocab_size), "float32")
        return op.tensor_ir_op(linear_one_token_8bit, "linear_one_token_8bit", [x, self.codes, self.scale], out)
