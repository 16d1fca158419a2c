"""The vectors of a prompt's tokens times a 4-bit matrix. See packed_weights.py."""

from tvm.script import tirx as T

from .packed_weights import WORDS_PER_GROUP, offset_of, scale_of

THREADS = 64
TILE_TOKENS = 8  # tokens that one thread computes


@T.prim_func(private=True, s_tir=True)
def linear_many_tokens(var_x: T.handle, var_codes: T.handle, var_affine: T.handle, var_y: T.handle):
    """y (1, tokens, rows) = x W^T for x float32 (1, tokens, cols).

    A thread computes one row for eight tokens: it decodes each weight once, and all threads read the same activations
    at the same time. Without shared memory there is nothing to clear and nothing to wait for.
    """
    T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
    S = T.int32()
    K = T.int32()
    R = T.int32()
    W = T.int32()
    G = T.int32()
    x = T.match_buffer(var_x, (1, S, K), "float32")
    codes = T.match_buffer(var_codes, (R, W), "uint32")
    affine = T.match_buffer(var_affine, (R, G), "uint32")
    y = T.match_buffer(var_y, (1, S, R), "float32")
    with T.sblock("kernel"):
        acc = T.sblock_alloc_buffer((TILE_TOKENS,), "float32", scope="local")
        weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
        word = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        pair = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        for _b in T.thread_binding(0, T.ceildiv(R, THREADS), thread="blockIdx.x"):
            for _c in T.thread_binding(0, T.ceildiv(S, TILE_TOKENS), thread="blockIdx.y"):
                for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                    with T.sblock("tile"):
                        b, c, t = T.axis.remap("SSS", [_b, _c, _t])
                        T.reads(x[0, 0:S, 0:K], codes[0:R, 0:W], affine[0:R, 0:G])
                        T.writes(y[0, 0:S, 0:R])
                        if b * THREADS + t < R:
                            for s in T.unroll(TILE_TOKENS):
                                acc[s] = T.float32(0)
                            for i in T.serial(W):
                                word[0] = codes[b * THREADS + t, i]
                                pair[0] = affine[b * THREADS + t, i // WORDS_PER_GROUP]
                                for j in T.serial(8):
                                    weight[0] = T.Cast("float32", T.bitwise_and(word[0], T.uint32(15)))
                                    weight[0] = weight[0] * scale_of(pair[0]) + offset_of(pair[0])
                                    word[0] = T.shift_right(word[0], T.uint32(4))
                                    # past the last token, the last one is computed again and not stored
                                    for s in T.unroll(TILE_TOKENS):
                                        acc[s] += weight[0] * x[0, T.min(c * TILE_TOKENS + s, S - 1), i * 8 + j]
                            for s in T.unroll(TILE_TOKENS):
                                if c * TILE_TOKENS + s < S:
                                    y[0, c * TILE_TOKENS + s, b * THREADS + t] = acc[s]
