"""Reading 4-bit matrices on the GPU.

W is stored as codes uint32 (rows, cols / 8) and affine uint32 (rows, cols / 32), see model_library/quantization.py. The
kernels of linear_one_token.py and linear_many_tokens.py take all sizes at run time, so that every layer shares the same
shader modules.
"""

from tvm.script import tirx as T

WORDS_PER_GROUP = 4  # words of codes that share an affine word


def scale_of(pair):
    """float32 from the upper half of an affine word."""
    return T.reinterpret("float32", T.bitwise_and(pair, T.uint32(0xFFFF0000)))


def offset_of(pair):
    """float32 from the lower half of an affine word."""
    return T.reinterpret("float32", T.shift_left(pair, T.uint32(16)))
