"""Attention of a prompt: among its own tokens, and to the tokens of earlier turns. See attention.py."""

from tvm.script import tirx as T

from .attention import LOG2_E, LOWEST_SCORE, PAGE_SIZE

PREFILL_THREADS = 64


@T.macro
def load_query(q, query, out, best, mass, token, head, head_dim):
    """Copies q[token, head] into registers and empties the running softmax."""
    best[0] = T.float32(LOWEST_SCORE)
    mass[0] = T.float32(0)
    for e in T.serial(head_dim):
        query[e] = q[token, head, e]
        out[e] = T.float32(0)


@T.macro
def grow_softmax(score, best, mass, weight, shrink):
    """Takes score[0] into the running softmax: its weight, and the factor by which everything before it shrinks."""
    shrink[0] = T.exp2(best[0] - T.max(best[0], score[0]))
    best[0] = T.max(best[0], score[0])
    weight[0] = T.exp2(score[0] - best[0])
    mass[0] = mass[0] * shrink[0] + weight[0]


@T.macro
def store_result(output, lse, out, best, mass, token, head, head_dim):
    for e in T.serial(head_dim):
        output[token, head, e] = out[e] / mass[0]
    lse[token, head] = best[0] + T.log2(mass[0])


def prefill_self(num_heads: int, num_kv_heads: int, head_dim: int):
    """Causal attention among the new tokens. One thread computes one head of one token and needs no barrier.

    Threads side by side take tokens side by side, so they read the same keys at the same time.
    """
    group = num_heads // num_kv_heads

    @T.prim_func(private=True, s_tir=True)
    def attention_prefill_self(
        var_q: T.handle,
        var_q_indptr: T.handle,
        var_k: T.handle,
        var_v: T.handle,
        var_kv_indptr: T.handle,
        var_q_position: T.handle,
        var_k_offset: T.handle,
        var_output: T.handle,
        var_lse: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
        S = T.int32()
        q = T.match_buffer(var_q, (S, num_heads, head_dim), "float32")
        k = T.match_buffer(var_k, (S, num_kv_heads, head_dim), "float32")
        v = T.match_buffer(var_v, (S, num_kv_heads, head_dim), "float32")
        output = T.match_buffer(var_output, (S, num_heads, head_dim), "float32")
        lse = T.match_buffer(var_lse, (S, num_heads), "float32")
        with T.sblock("kernel"):
            query = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
            out = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
            score = T.sblock_alloc_buffer((1,), "float32", scope="local")
            best = T.sblock_alloc_buffer((1,), "float32", scope="local")
            mass = T.sblock_alloc_buffer((1,), "float32", scope="local")
            weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
            shrink = T.sblock_alloc_buffer((1,), "float32", scope="local")
            for _b in T.thread_binding(0, T.ceildiv(S, PREFILL_THREADS), thread="blockIdx.x"):
                for _h in T.thread_binding(0, num_heads, thread="blockIdx.y"):
                    for _t in T.thread_binding(0, PREFILL_THREADS, thread="threadIdx.x"):
                        with T.sblock("token"):
                            b, h, t = T.axis.remap("SSS", [_b, _h, _t])
                            T.reads(
                                q[0:S, h, 0:head_dim], k[0:S, h // group, 0:head_dim], v[0:S, h // group, 0:head_dim]
                            )
                            T.writes(output[0:S, h, 0:head_dim], lse[0:S, h])
                            if b * PREFILL_THREADS + t < S:
                                load_query(q, query, out, best, mass, b * PREFILL_THREADS + t, h, head_dim)
                                for p in T.serial(b * PREFILL_THREADS + t + 1):
                                    score[0] = T.float32(0)
                                    for e in T.serial(head_dim):
                                        score[0] += query[e] * k[p, h // group, e]
                                    score[0] = score[0] * sm_scale * T.float32(LOG2_E)
                                    grow_softmax(score, best, mass, weight, shrink)
                                    for e in T.serial(head_dim):
                                        out[e] = out[e] * shrink[0] + weight[0] * v[p, h // group, e]
                                store_result(output, lse, out, best, mass, b * PREFILL_THREADS + t, h, head_dim)

    return attention_prefill_self


def prefill_cached(num_heads: int, num_kv_heads: int, head_dim: int):
    """Attention of the new tokens to all tokens of earlier turns; threads as in prefill_self."""
    group = num_heads // num_kv_heads

    @T.prim_func(private=True, s_tir=True)
    def attention_prefill_cached(
        var_q: T.handle,
        var_q_indptr: T.handle,
        var_pages: T.handle,
        var_page_indptr: T.handle,
        var_page_values: T.handle,
        var_length_info: T.handle,
        var_k_offset: T.handle,
        var_q_position: T.handle,
        var_output: T.handle,
        var_lse: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
        S = T.int32()
        N = T.int32()
        P = T.int32()
        pages_offset = T.int64()
        page_values_offset = T.int32()
        length_info_offset = T.int32()
        q = T.match_buffer(var_q, (S, num_heads, head_dim), "float32")
        pages = T.match_buffer(
            var_pages, (N, 2, num_kv_heads, PAGE_SIZE, head_dim), "float32", elem_offset=pages_offset
        )
        page_values = T.match_buffer(var_page_values, (P,), "int32", elem_offset=page_values_offset)
        length_info = T.match_buffer(var_length_info, (1,), "int32", elem_offset=length_info_offset)
        output = T.match_buffer(var_output, (S, num_heads, head_dim), "float32")
        lse = T.match_buffer(var_lse, (S, num_heads), "float32")
        with T.sblock("kernel"):
            query = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
            out = T.sblock_alloc_buffer((head_dim,), "float32", scope="local")
            score = T.sblock_alloc_buffer((1,), "float32", scope="local")
            best = T.sblock_alloc_buffer((1,), "float32", scope="local")
            mass = T.sblock_alloc_buffer((1,), "float32", scope="local")
            weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
            shrink = T.sblock_alloc_buffer((1,), "float32", scope="local")
            page = T.sblock_alloc_buffer((1,), "int32", scope="local")
            for _b in T.thread_binding(0, T.ceildiv(S, PREFILL_THREADS), thread="blockIdx.x"):
                for _h in T.thread_binding(0, num_heads, thread="blockIdx.y"):
                    for _t in T.thread_binding(0, PREFILL_THREADS, thread="threadIdx.x"):
                        with T.sblock("token"):
                            b, h, t = T.axis.remap("SSS", [_b, _h, _t])
                            T.reads(
                                q[0:S, h, 0:head_dim],
                                pages[0:N, 0:2, h // group, 0:PAGE_SIZE, 0:head_dim],
                                page_values[0:P],
                                length_info[0],
                            )
                            T.writes(output[0:S, h, 0:head_dim], lse[0:S, h])
                            if b * PREFILL_THREADS + t < S:
                                load_query(q, query, out, best, mass, b * PREFILL_THREADS + t, h, head_dim)
                                for p in T.serial((P - 1) * PAGE_SIZE + length_info[0]):
                                    page[0] = page_values[p // PAGE_SIZE]
                                    score[0] = T.float32(0)
                                    for e in T.serial(head_dim):
                                        score[0] += query[e] * pages[page[0], 0, h // group, p % PAGE_SIZE, e]
                                    score[0] = score[0] * sm_scale * T.float32(LOG2_E)
                                    grow_softmax(score, best, mass, weight, shrink)
                                    for e in T.serial(head_dim):
                                        out[e] = (
                                            out[e] * shrink[0]
                                            + weight[0] * pages[page[0], 1, h // group, p % PAGE_SIZE, e]
                                        )
                                store_result(output, lse, out, best, mass, b * PREFILL_THREADS + t, h, head_dim)

    return attention_prefill_cached
