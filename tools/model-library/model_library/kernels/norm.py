"""Root-mean-square normalization of hidden states."""

from tvm.script import tirx as T

THREADS = 64


def rms_norm(hidden_size: int, eps: float):
    """y = x / sqrt(mean(x^2) + eps) * weight for x float32 (1, tokens, hidden_size); one workgroup a token."""

    @T.prim_func(private=True, s_tir=True)
    def kernel(var_x: T.handle, var_weight: T.handle, var_y: T.handle):
        T.func_attr({"tirx.is_scheduled": 1, "tirx.noalias": True})
        S = T.int32()
        x = T.match_buffer(var_x, (1, S, hidden_size), "float32")
        weight = T.match_buffer(var_weight, (hidden_size,), "float32")
        y = T.match_buffer(var_y, (1, S, hidden_size), "float32")
        with T.sblock("kernel"):
            part = T.sblock_alloc_buffer((THREADS,), "float32", scope="shared")
            acc = T.sblock_alloc_buffer((1,), "float32", scope="local")
            for _s in T.thread_binding(0, S, thread="blockIdx.x"):
                for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                    with T.sblock("token"):
                        s, t = T.axis.remap("SS", [_s, _t])
                        T.reads(x[0, s, 0:hidden_size], weight[0:hidden_size])
                        T.writes(y[0, s, 0:hidden_size])
                        acc[0] = T.float32(0)
                        for i in T.serial(T.ceildiv(hidden_size, THREADS)):
                            if i * THREADS + t < hidden_size:
                                acc[0] += x[0, s, i * THREADS + t] * x[0, s, i * THREADS + t]
                        part[t] = acc[0]
                        T.tvm_storage_sync("shared")
                        acc[0] = T.float32(0)
                        for i in T.serial(THREADS):
                            acc[0] += part[i]
                        acc[0] = T.rsqrt(acc[0] / T.float32(hidden_size) + T.float32(eps))
                        for i in T.serial(T.ceildiv(hidden_size, THREADS)):
                            if i * THREADS + t < hidden_size:
                                y[0, s, i * THREADS + t] = x[0, s, i * THREADS + t] * acc[0] * weight[i * THREADS + t]

    return kernel
