"""An 8-bit embedding (rows, cols): its rows by token, and its product with one vector as the output head.

Codes uint32 (rows, cols / 4) and scale float32 (rows, cols / 32), see model_library/quantization_8bit.py.
"""

from tvm.script import tirx as T

from .linear_one_token import LANES, ROWS, THREADS, lane_sum

WORDS_PER_GROUP = 8  # words of codes that share a scale


@T.macro
def row_dot_8bit(acc, dot, word, x, codes, scale, words, row, lane):
    """acc[0] += this lane's share of W[row] . x. The four codes of a word lie in one group."""
    for i in T.serial(T.ceildiv(words, LANES)):
        if i * LANES + lane < words:
            word[0] = codes[row, i * LANES + lane]
            dot[0] = T.float32(0)
            for j in T.serial(4):
                dot[0] += (T.Cast("float32", T.bitwise_and(word[0], T.uint32(255))) - T.float32(128)) * x[
                    0, 0, (i * LANES + lane) * 4 + j
                ]
                word[0] = T.shift_right(word[0], T.uint32(8))
            acc[0] += scale[row, (i * LANES + lane) // WORDS_PER_GROUP] * dot[0]


@T.prim_func(private=True, s_tir=True)
def linear_one_token_8bit(var_x: T.handle, var_codes: T.handle, var_scale: T.handle, var_y: T.handle):
    """y (1, 1, rows) = W x for x float32 (1, 1, cols)."""
    T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
    K = T.int32()
    R = T.int32()
    W = T.int32()
    G = T.int32()
    x = T.match_buffer(var_x, (1, 1, K), "float32")
    codes = T.match_buffer(var_codes, (R, W), "uint32")
    scale = T.match_buffer(var_scale, (R, G), "float32")
    y = T.match_buffer(var_y, (1, 1, R), "float32")
    with T.sblock("kernel"):
        part = T.sblock_alloc_buffer((ROWS, LANES), "float32", scope="shared")
        acc = T.sblock_alloc_buffer((1,), "float32", scope="local")
        dot = T.sblock_alloc_buffer((1,), "float32", scope="local")
        word = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        for _b in T.thread_binding(0, T.ceildiv(R, ROWS), thread="blockIdx.x"):
            for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                with T.sblock("rows"):
                    b, t = T.axis.remap("SS", [_b, _t])
                    T.reads(x[0, 0, 0:K], codes[0:R, 0:W], scale[0:R, 0:G])
                    T.writes(y[0, 0, 0:R])
                    acc[0] = T.float32(0)
                    if b * ROWS + t // LANES < R:
                        row_dot_8bit(acc, dot, word, x, codes, scale, W, b * ROWS + t // LANES, t % LANES)
                    part[t // LANES, t % LANES] = acc[0]
                    T.tvm_storage_sync("shared")
                    if t % LANES == 0:
                        if b * ROWS + t // LANES < R:
                            lane_sum(acc, part, t)
                            y[0, 0, b * ROWS + t // LANES] = acc[0]


@T.prim_func(private=True, s_tir=True)
def take_rows_8bit(var_ids: T.handle, var_codes: T.handle, var_scale: T.handle, var_y: T.handle):
    """y (tokens, cols) = W[ids] for ids int32 (tokens,); a workgroup writes a row, a thread four weights at a time."""
    T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
    S = T.int32()
    K = T.int32()
    R = T.int32()
    W = T.int32()
    G = T.int32()
    ids = T.match_buffer(var_ids, (S,), "int32")
    codes = T.match_buffer(var_codes, (R, W), "uint32")
    scale = T.match_buffer(var_scale, (R, G), "float32")
    y = T.match_buffer(var_y, (S, K), "float32")
    with T.sblock("kernel"):
        word = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        for _b in T.thread_binding(0, S, thread="blockIdx.x"):
            for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                with T.sblock("row"):
                    b, t = T.axis.remap("SS", [_b, _t])
                    T.reads(ids[b], codes[0:R, 0:W], scale[0:R, 0:G])
                    T.writes(y[b, 0:K])
                    for i in T.serial(T.ceildiv(W, THREADS)):
                        if i * THREADS + t < W:
                            word[0] = codes[ids[b], i * THREADS + t]
                            for j in T.serial(4):
                                y[b, (i * THREADS + t) * 4 + j] = (
                                    T.Cast("float32", T.bitwise_and(word[0], T.uint32(255))) - T.float32(128)
                                ) * scale[ids[b], (i * THREADS + t) // WORDS_PER_GROUP]
                                word[0] = T.shift_right(word[0], T.uint32(8))
