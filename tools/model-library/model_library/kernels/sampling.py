"""Turns logits into a token: softmax and nucleus (top-p) sampling, one workgroup a row.

Nothing is sorted. The probability at which the nucleus ends is found by a search over the bits of positive floats,
which order like the floats themselves.
"""

from tvm.script import tirx as T

THREADS = 256
LARGEST_TOP_P = 0.9999  # the sum of all probabilities can round to a little less than 1
PROBABILITY_BITS = 30  # enough for every float in [0, 1]


@T.prim_func(private=True, s_tir=True)
def softmax_rows(var_logits: T.handle, var_temperature: T.handle, var_probs: T.handle):
    """probs[b, v] = softmax(logits[b] / temperature[b])[v] for logits float32 (rows, vocabulary)."""
    T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
    B = T.int32()
    V = T.int32()
    logits = T.match_buffer(var_logits, (B, V), "float32")
    temperature = T.match_buffer(var_temperature, (B,), "float32")
    probs = T.match_buffer(var_probs, (B, V), "float32")
    with T.sblock("kernel"):
        part = T.sblock_alloc_buffer((THREADS,), "float32", scope="shared")
        acc = T.sblock_alloc_buffer((1,), "float32", scope="local")
        best = T.sblock_alloc_buffer((1,), "float32", scope="local")
        for _b in T.thread_binding(0, B, thread="blockIdx.x"):
            for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                with T.sblock("row"):
                    b, t = T.axis.remap("SS", [_b, _t])
                    T.reads(logits[b, 0:V], temperature[b])
                    T.writes(probs[b, 0:V])
                    best[0] = T.min_value("float32")
                    for i in T.serial(T.ceildiv(V, THREADS)):
                        if i * THREADS + t < V:
                            best[0] = T.max(best[0], logits[b, i * THREADS + t])
                    part[t] = best[0]
                    T.tvm_storage_sync("shared")
                    for i in T.serial(THREADS):
                        best[0] = T.max(best[0], part[i])
                    acc[0] = T.float32(0)
                    for i in T.serial(T.ceildiv(V, THREADS)):
                        if i * THREADS + t < V:
                            acc[0] += T.exp((logits[b, i * THREADS + t] - best[0]) / temperature[b])
                    T.tvm_storage_sync("shared")
                    part[t] = acc[0]
                    T.tvm_storage_sync("shared")
                    acc[0] = T.float32(0)
                    for i in T.serial(THREADS):
                        acc[0] += part[i]
                    for i in T.serial(T.ceildiv(V, THREADS)):
                        if i * THREADS + t < V:
                            probs[b, i * THREADS + t] = (
                                T.exp((logits[b, i * THREADS + t] - best[0]) / temperature[b]) / acc[0]
                            )


@T.prim_func(private=True, s_tir=True)
def sample_rows(
    var_probs: T.handle, var_uniform: T.handle, var_rows: T.handle, var_top_p: T.handle, var_token: T.handle
):
    """token[n] drawn from the nucleus of probs[rows[n]] with uniform[n] in [0, 1]; -1 if no probability is positive.

    The nucleus is every token at least as probable as `cut`, the largest float for which these tokens have a mass of
    top_p. Each step settles one bit of `cut`, from the highest down. One bit, because two would need three sums and
    with them three times the shared memory.
    """
    T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
    B = T.int32()
    V = T.int32()
    N = T.int32()
    probs = T.match_buffer(var_probs, (B, V), "float32")
    uniform = T.match_buffer(var_uniform, (N,), "float32")
    rows = T.match_buffer(var_rows, (N,), "int32")
    top_p = T.match_buffer(var_top_p, (B,), "float32")
    token = T.match_buffer(var_token, (N,), "int32")
    with T.sblock("kernel"):
        part = T.sblock_alloc_buffer((THREADS,), "float32", scope="shared")
        cut = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        trial = T.sblock_alloc_buffer((1,), "uint32", scope="local")
        acc = T.sblock_alloc_buffer((1,), "float32", scope="local")
        before = T.sblock_alloc_buffer((1,), "float32", scope="local")
        want = T.sblock_alloc_buffer((1,), "float32", scope="local")
        value = T.sblock_alloc_buffer((1,), "float32", scope="local")
        owner = T.sblock_alloc_buffer((1,), "int32", scope="local")
        found = T.sblock_alloc_buffer((1,), "int32", scope="local")
        for _n in T.thread_binding(0, N, thread="blockIdx.x"):
            for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                with T.sblock("draw"):
                    n, t = T.axis.remap("SS", [_n, _t])
                    T.reads(probs[0:B, 0:V], uniform[n], rows[n], top_p[0:B])
                    T.writes(token[n])
                    cut[0] = T.uint32(0)
                    for step in T.serial(PROBABILITY_BITS):
                        trial[0] = T.bitwise_or(
                            cut[0], T.shift_left(T.uint32(1), T.Cast("uint32", PROBABILITY_BITS - 1 - step))
                        )
                        acc[0] = T.float32(0)
                        for i in T.serial(T.ceildiv(V, THREADS)):
                            if i * THREADS + t < V:
                                value[0] = probs[rows[n], i * THREADS + t]
                                if value[0] >= T.reinterpret("float32", trial[0]):
                                    acc[0] += value[0]
                        part[t] = acc[0]
                        T.tvm_storage_sync("shared")
                        acc[0] = T.float32(0)
                        for i in T.serial(THREADS):
                            acc[0] += part[i]
                        if acc[0] >= T.min(top_p[rows[n]], T.float32(LARGEST_TOP_P)):
                            cut[0] = trial[0]
                        T.tvm_storage_sync("shared")
                    # thread t owns the contiguous slice t; thread 0 finds the slice, then the token in it
                    acc[0] = T.float32(0)
                    for i in T.serial(T.ceildiv(V, THREADS)):
                        if t * T.ceildiv(V, THREADS) + i < V:
                            value[0] = probs[rows[n], t * T.ceildiv(V, THREADS) + i]
                            if value[0] >= T.reinterpret("float32", cut[0]):
                                acc[0] += value[0]
                    part[t] = acc[0]
                    T.tvm_storage_sync("shared")
                    if t == 0:
                        acc[0] = T.float32(0)
                        for i in T.serial(THREADS):
                            acc[0] += part[i]
                        want[0] = acc[0] * uniform[n]
                        owner[0] = 0
                        before[0] = T.float32(0)  # mass before the slice
                        acc[0] = T.float32(0)
                        for i in T.serial(THREADS):
                            value[0] = part[i]
                            if value[0] > T.float32(0):
                                if acc[0] <= want[0]:
                                    owner[0] = i
                                    before[0] = acc[0]
                                acc[0] += value[0]
                        found[0] = -1
                        for i in T.serial(T.ceildiv(V, THREADS)):
                            if owner[0] * T.ceildiv(V, THREADS) + i < V:
                                value[0] = probs[rows[n], owner[0] * T.ceildiv(V, THREADS) + i]
                                if value[0] > T.float32(0):
                                    if value[0] >= T.reinterpret("float32", cut[0]):
                                        if before[0] <= want[0]:
                                            found[0] = owner[0] * T.ceildiv(V, THREADS) + i
                                        before[0] += value[0]
                        token[n] = found[0]
