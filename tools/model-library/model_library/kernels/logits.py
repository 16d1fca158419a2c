"""Edits of logits float32 (rows, vocabulary) in place: bias, penalties and the mask of grammar-constrained decoding."""

from tvm.script import tirx as T

THREADS = 256


@T.prim_func(s_tir=True)
def apply_logit_bias_inplace(var_logits: T.handle, var_row: T.handle, var_token: T.handle, var_bias: T.handle):
    """logits[row[i], token[i]] += bias[i]."""
    T.func_attr({"global_symbol": "apply_logit_bias_inplace", "tirx.is_scheduled": True, "tirx.noalias": True})
    B = T.int32()
    V = T.int32()
    K = T.int32()
    logits = T.match_buffer(var_logits, (B, V), "float32")
    row = T.match_buffer(var_row, (K,), "int32")
    token = T.match_buffer(var_token, (K,), "int32")
    bias = T.match_buffer(var_bias, (K,), "float32")
    for b in T.thread_binding(0, T.ceildiv(K, THREADS), thread="blockIdx.x"):
        for t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
            with T.sblock("bias"):
                i = T.axis.spatial(K, b * THREADS + t)
                T.where(b * THREADS + t < K)
                T.reads(row[i], token[i], bias[i], logits[0:B, 0:V])
                T.writes(logits[0:B, 0:V])
                logits[row[i], token[i]] = logits[row[i], token[i]] + bias[i]


@T.prim_func(s_tir=True)
def apply_penalty_inplace(
    var_logits: T.handle,
    var_seq: T.handle,
    var_pos: T.handle,
    var_token: T.handle,
    var_count: T.handle,
    var_penalty: T.handle,
):
    """Penalizes token[i], which appeared count[i] times, in row seq[pos[i]].

    penalty float32 (sequences, 3) holds presence and frequency, which are subtracted, then repetition, by which a
    positive logit is divided and a negative one multiplied.
    """
    T.func_attr({"global_symbol": "apply_penalty_inplace", "tirx.is_scheduled": True, "tirx.noalias": True})
    B = T.int32()
    V = T.int32()
    K = T.int32()
    S = T.int32()
    logits = T.match_buffer(var_logits, (B, V), "float32")
    seq = T.match_buffer(var_seq, (S,), "int32")
    pos = T.match_buffer(var_pos, (K,), "int32")
    token = T.match_buffer(var_token, (K,), "int32")
    count = T.match_buffer(var_count, (K,), "int32")
    penalty = T.match_buffer(var_penalty, (S, 3), "float32")
    with T.sblock("kernel"):
        value = T.sblock_alloc_buffer((1,), "float32", scope="local")
        for b in T.thread_binding(0, T.ceildiv(K, THREADS), thread="blockIdx.x"):
            for t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                with T.sblock("penalty"):
                    i = T.axis.spatial(K, b * THREADS + t)
                    T.where(b * THREADS + t < K)
                    T.reads(seq[0:S], pos[i], token[i], count[i], penalty[0:S, 0:3], logits[0:B, 0:V])
                    T.writes(logits[0:B, 0:V])
                    value[0] = logits[seq[pos[i]], token[i]] - penalty[pos[i], 0]
                    value[0] -= T.Cast("float32", count[i]) * penalty[pos[i], 1]
                    if value[0] > T.float32(0):
                        logits[seq[pos[i]], token[i]] = value[0] / penalty[pos[i], 2]
                    else:
                        logits[seq[pos[i]], token[i]] = value[0] * penalty[pos[i], 2]


@T.prim_func(s_tir=True)
def apply_bitmask_inplace(var_logits: T.handle, var_seq: T.handle, var_mask: T.handle):
    """Gives the lowest float to every token whose bit in mask int32 (rows, ceil(vocabulary / 32)) is 0."""
    T.func_attr({"global_symbol": "apply_bitmask_inplace", "tirx.is_scheduled": True, "tirx.noalias": True})
    B = T.int32()
    V = T.int32()
    S = T.int32()
    logits = T.match_buffer(var_logits, (B, V), "float32")
    seq = T.match_buffer(var_seq, (S,), "int32")
    mask = T.match_buffer(var_mask, (B, (V + 31) // 32), "int32")
    for b in T.thread_binding(0, T.ceildiv(S * V, THREADS), thread="blockIdx.x"):
        for t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
            with T.sblock("mask"):
                s = T.axis.spatial(S, (b * THREADS + t) // V)
                v = T.axis.spatial(V, (b * THREADS + t) % V)
                T.where(b * THREADS + t < S * V)
                T.reads(seq[s], mask[0:B, v // 32], logits[0:B, v])
                T.writes(logits[0:B, v])
                if T.bitwise_and(T.shift_right(mask[seq[s], v // 32], v % 32), 1) == 0:
                    logits[seq[s], v] = T.min_value("float32")
