"""Attention of a single token to the whole conversation. See attention.py."""

from tvm.script import tirx as T

from .attention import LOG2_E, LOWEST_SCORE, PAGE_SIZE

DECODE_THREADS = 128


def decode(num_heads: int, num_kv_heads: int, head_dim: int):
    """Attention of one token to all tokens up to itself, in chunks of 128. One workgroup computes a head.

    First a thread computes the score of one token of the chunk, then it adds the chunk's share to one element of the
    result.
    """
    group = num_heads // num_kv_heads
    splits = DECODE_THREADS // head_dim  # threads that share one element of the result

    @T.prim_func(private=True, s_tir=True)
    def attention_decode(
        var_q: T.handle,
        var_pages: T.handle,
        var_page_indptr: T.handle,
        var_page_values: T.handle,
        var_length_info: T.handle,
        var_k_offset: T.handle,
        var_q_position: T.handle,
        var_output: T.handle,
        var_lse: T.handle,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
        N = T.int32()
        P = T.int32()
        pages_offset = T.int64()
        page_values_offset = T.int32()
        length_info_offset = T.int32()
        q = T.match_buffer(var_q, (1, num_heads, head_dim), "float32")
        pages = T.match_buffer(
            var_pages, (N, 2, num_kv_heads, PAGE_SIZE, head_dim), "float32", elem_offset=pages_offset
        )
        page_values = T.match_buffer(var_page_values, (P,), "int32", elem_offset=page_values_offset)
        length_info = T.match_buffer(var_length_info, (1,), "int32", elem_offset=length_info_offset)
        output = T.match_buffer(var_output, (1, num_heads, head_dim), "float32")
        lse = T.match_buffer(var_lse, (1, num_heads), "float32")
        with T.sblock("kernel"):
            part = T.sblock_alloc_buffer((DECODE_THREADS,), "float32", scope="shared")
            length = T.sblock_alloc_buffer((1,), "int32", scope="local")
            page = T.sblock_alloc_buffer((1,), "int32", scope="local")
            acc = T.sblock_alloc_buffer((1,), "float32", scope="local")
            out = T.sblock_alloc_buffer((1,), "float32", scope="local")
            best = T.sblock_alloc_buffer((1,), "float32", scope="local")
            mass = T.sblock_alloc_buffer((1,), "float32", scope="local")
            for _h in T.thread_binding(0, num_heads, thread="blockIdx.x"):
                for _t in T.thread_binding(0, DECODE_THREADS, thread="threadIdx.x"):
                    with T.sblock("head"):
                        h, t = T.axis.remap("SS", [_h, _t])
                        T.reads(
                            q[0, h, 0:head_dim],
                            pages[0:N, 0:2, h // group, 0:PAGE_SIZE, 0:head_dim],
                            page_values[0:P],
                            length_info[0],
                        )
                        T.writes(output[0, h, 0:head_dim], lse[0, h])
                        length[0] = (P - 1) * PAGE_SIZE + length_info[0]
                        best[0] = T.float32(LOWEST_SCORE)
                        mass[0] = T.float32(0)
                        out[0] = T.float32(0)
                        for c in T.serial(T.ceildiv(P * PAGE_SIZE, DECODE_THREADS)):
                            acc[0] = T.float32(0)
                            if c * DECODE_THREADS + t < length[0]:
                                page[0] = page_values[(c * DECODE_THREADS + t) // PAGE_SIZE]
                                for e in T.serial(head_dim):
                                    acc[0] += q[0, h, e] * pages[page[0], 0, h // group, t % PAGE_SIZE, e]
                                acc[0] = acc[0] * sm_scale * T.float32(LOG2_E)
                            else:
                                acc[0] = T.float32(LOWEST_SCORE)
                            part[t] = acc[0]
                            T.tvm_storage_sync("shared")
                            acc[0] = best[0]
                            for i in T.serial(DECODE_THREADS):
                                best[0] = T.max(best[0], part[i])
                            mass[0] = mass[0] * T.exp2(acc[0] - best[0])
                            out[0] = out[0] * T.exp2(acc[0] - best[0])
                            for i in T.serial(T.min(length[0] - c * DECODE_THREADS, DECODE_THREADS)):
                                acc[0] = T.exp2(part[i] - best[0])
                                mass[0] += acc[0]
                                if i % splits == t // head_dim:
                                    page[0] = page_values[(c * DECODE_THREADS + i) // PAGE_SIZE]
                                    out[0] += acc[0] * pages[page[0], 1, h // group, i % PAGE_SIZE, t % head_dim]
                            T.tvm_storage_sync("shared")
                        part[t] = out[0]
                        T.tvm_storage_sync("shared")
                        if t < head_dim:
                            acc[0] = T.float32(0)
                            for i in T.serial(splits):
                                acc[0] += part[i * head_dim + t]
                            output[0, h, t] = acc[0] / mass[0]
                            if t == 0:
                                lse[0, h] = best[0] + T.log2(mass[0])

    return attention_decode
