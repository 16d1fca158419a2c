"""A single token's vector times a 4-bit matrix: what decoding spends its time in. See packed_weights.py."""

from tvm.script import tirx as T

from .packed_weights import WORDS_PER_GROUP, offset_of, scale_of

THREADS = 64
LANES = 8  # threads that share one row
ROWS = THREADS // LANES


@T.macro
def row_dot(acc, dot, total, word, pair, x, codes, affine, words, row, lane):
    """acc[0] += this lane's share of W[row] . x.

    The eight codes of a word lie in one group, so the word adds scale * sum(code x) + offset * sum(x).
    """
    for i in T.serial(T.ceildiv(words, LANES)):
        if i * LANES + lane < words:
            word[0] = codes[row, i * LANES + lane]
            pair[0] = affine[row, (i * LANES + lane) // WORDS_PER_GROUP]
            dot[0] = T.float32(0)
            total[0] = T.float32(0)
            for j in T.serial(8):
                dot[0] += T.Cast("float32", T.bitwise_and(word[0], T.uint32(15))) * x[0, 0, (i * LANES + lane) * 8 + j]
                total[0] += x[0, 0, (i * LANES + lane) * 8 + j]
                word[0] = T.shift_right(word[0], T.uint32(4))
            acc[0] += scale_of(pair[0]) * dot[0] + offset_of(pair[0]) * total[0]


@T.macro
def lane_sum(acc, part, t):
    """acc[0] = the sum of part over the lanes that share thread t's row."""
    acc[0] = T.float32(0)
    for j in T.serial(LANES):
        acc[0] += part[t // LANES, j]


@T.prim_func(private=True, s_tir=True)
def linear_one_token(var_x: T.handle, var_codes: T.handle, var_affine: T.handle, var_y: T.handle):
    """y (1, 1, rows) = W x for x float32 (1, 1, cols)."""
    T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
    K = T.int32()
    R = T.int32()
    W = T.int32()
    G = T.int32()
    x = T.match_buffer(var_x, (1, 1, K), "float32")
    codes = T.match_buffer(var_codes, (R, W), "uint32")
    affine = T.match_buffer(var_affine, (R, G), "uint32")
    y = T.match_buffer(var_y, (1, 1, R), "float32")
    with T.sblock("kernel"):
        part = T.sblock_alloc_buffer((ROWS, LANES), "float32", scope="shared")
        acc = T.sblock_alloc_buffer((1,), "float32", scope="local")
        dot = T.sblock_alloc_buffer((1,), "float32", scope="local")
        total = T.sblock_alloc_buffer((1,), "float32", scope="local")
        word = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        pair = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        for _b in T.thread_binding(0, T.ceildiv(R, ROWS), thread="blockIdx.x"):
            for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                with T.sblock("rows"):
                    b, t = T.axis.remap("SS", [_b, _t])
                    T.reads(x[0, 0, 0:K], codes[0:R, 0:W], affine[0:R, 0:G])
                    T.writes(y[0, 0, 0:R])
                    acc[0] = T.float32(0)
                    if b * ROWS + t // LANES < R:
                        row_dot(acc, dot, total, word, pair, x, codes, affine, W, b * ROWS + t // LANES, t % LANES)
                    part[t // LANES, t % LANES] = acc[0]
                    T.tvm_storage_sync("shared")
                    if t % LANES == 0:
                        if b * ROWS + t // LANES < R:
                            lane_sum(acc, part, t)
                            y[0, 0, b * ROWS + t // LANES] = acc[0]


@T.prim_func(private=True, s_tir=True)
def linear_one_token_residual(
    var_x: T.handle, var_codes: T.handle, var_affine: T.handle, var_residual: T.handle, var_y: T.handle
):
    """y (1, 1, rows) = residual + W x."""
    T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
    K = T.int32()
    R = T.int32()
    W = T.int32()
    G = T.int32()
    x = T.match_buffer(var_x, (1, 1, K), "float32")
    codes = T.match_buffer(var_codes, (R, W), "uint32")
    affine = T.match_buffer(var_affine, (R, G), "uint32")
    residual = T.match_buffer(var_residual, (1, 1, R), "float32")
    y = T.match_buffer(var_y, (1, 1, R), "float32")
    with T.sblock("kernel"):
        part = T.sblock_alloc_buffer((ROWS, LANES), "float32", scope="shared")
        acc = T.sblock_alloc_buffer((1,), "float32", scope="local")
        dot = T.sblock_alloc_buffer((1,), "float32", scope="local")
        total = T.sblock_alloc_buffer((1,), "float32", scope="local")
        word = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        pair = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        for _b in T.thread_binding(0, T.ceildiv(R, ROWS), thread="blockIdx.x"):
            for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                with T.sblock("rows"):
                    b, t = T.axis.remap("SS", [_b, _t])
                    T.reads(x[0, 0, 0:K], codes[0:R, 0:W], affine[0:R, 0:G], residual[0, 0, 0:R])
                    T.writes(y[0, 0, 0:R])
                    acc[0] = T.float32(0)
                    if b * ROWS + t // LANES < R:
                        row_dot(acc, dot, total, word, pair, x, codes, affine, W, b * ROWS + t // LANES, t % LANES)
                    part[t // LANES, t % LANES] = acc[0]
                    T.tvm_storage_sync("shared")
                    if t % LANES == 0:
                        if b * ROWS + t // LANES < R:
                            lane_sum(acc, part, t)
                            y[0, 0, b * ROWS + t // LANES] = acc[0] + residual[0, 0, b * ROWS + t // LANES]


@T.prim_func(private=True, s_tir=True)
def linear_one_token_gated(var_x: T.handle, var_codes: T.handle, var_affine: T.handle, var_y: T.handle):
    """y (1, 1, rows) = silu(A x) * (B x) where W (2 * rows, cols) holds A above B."""
    T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
    K = T.int32()
    R = T.int32()
    W = T.int32()
    G = T.int32()
    N = T.int32()
    x = T.match_buffer(var_x, (1, 1, K), "float32")
    codes = T.match_buffer(var_codes, (N, W), "uint32")
    affine = T.match_buffer(var_affine, (N, G), "uint32")
    y = T.match_buffer(var_y, (1, 1, R), "float32")
    with T.sblock("kernel"):
        part = T.sblock_alloc_buffer((2, ROWS, LANES), "float32", scope="shared")
        acc = T.sblock_alloc_buffer((1,), "float32", scope="local")
        gate = T.sblock_alloc_buffer((1,), "float32", scope="local")
        dot = T.sblock_alloc_buffer((1,), "float32", scope="local")
        total = T.sblock_alloc_buffer((1,), "float32", scope="local")
        word = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        pair = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        for _b in T.thread_binding(0, T.ceildiv(R, ROWS), thread="blockIdx.x"):
            for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                with T.sblock("rows"):
                    b, t = T.axis.remap("SS", [_b, _t])
                    T.reads(x[0, 0, 0:K], codes[0:N, 0:W], affine[0:N, 0:G])
                    T.writes(y[0, 0, 0:R])
                    for half in T.serial(2):
                        acc[0] = T.float32(0)
                        if b * ROWS + t // LANES < R:
                            row_dot(
                                acc,
                                dot,
                                total,
                                word,
                                pair,
                                x,
                                codes,
                                affine,
                                W,
                                half * R + b * ROWS + t // LANES,
                                t % LANES,
                            )
                        part[half, t // LANES, t % LANES] = acc[0]
                    T.tvm_storage_sync("shared")
                    if t % LANES == 0:
                        if b * ROWS + t // LANES < R:
                            gate[0] = T.float32(0)
                            acc[0] = T.float32(0)
                            for j in T.serial(LANES):
                                gate[0] += part[0, t // LANES, j]
                                acc[0] += part[1, t // LANES, j]
                            y[0, 0, b * ROWS + t // LANES] = gate[0] / (T.float32(1) + T.exp(-gate[0])) * acc[0]
