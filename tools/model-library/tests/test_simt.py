"""The simulator finds the mistakes that a GPU would not report."""

import numpy as np
import pytest
from simt import Kernel
from simt_memory import KernelError
from tvm.script import tirx as T

THREADS = 4


def neighbour_sum(with_barrier: bool):
    """y[t] = x[t] + x[(t + 1) % 4], by way of shared memory."""

    @T.prim_func(private=True, s_tir=True)
    def kernel(x: T.Buffer((THREADS,), "float32"), y: T.Buffer((THREADS,), "float32")):
        with T.sblock("kernel"):
            part = T.sblock_alloc_buffer((THREADS,), "float32", scope="shared")
            for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
                with T.sblock("thread"):
                    t = T.axis.spatial(THREADS, _t)
                    part[t] = x[t]
                    if with_barrier:
                        T.tvm_storage_sync("shared")
                    y[t] = part[t] + part[(t + 1) % THREADS]

    return Kernel(kernel)


@T.prim_func(private=True, s_tir=True)
def divergent_barrier(y: T.Buffer((THREADS,), "float32")):
    for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
        with T.sblock("thread"):
            t = T.axis.spatial(THREADS, _t)
            if t < 2:
                T.tvm_storage_sync("shared")
            y[t] = T.float32(1)


@T.prim_func(private=True, s_tir=True)
def past_the_end(y: T.Buffer((THREADS,), "float32")):
    for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
        with T.sblock("thread"):
            t = T.axis.spatial(THREADS, _t)
            y[t + 1] = T.float32(1)


@T.prim_func(private=True, s_tir=True)
def colliding_stores(y: T.Buffer((THREADS,), "int32")):
    for _t in T.thread_binding(0, THREADS, thread="threadIdx.x"):
        with T.sblock("thread"):
            t = T.axis.spatial(THREADS, _t)
            y[0] = t


def test_threads_exchange_values_through_shared_memory():
    x, y = np.arange(THREADS, dtype=np.float32), np.zeros(THREADS, np.float32)
    neighbour_sum(with_barrier=True)(x, y)
    assert y.tolist() == [1, 3, 5, 3]


def test_a_missing_barrier_is_an_error():
    x, y = np.zeros(THREADS, np.float32), np.zeros(THREADS, np.float32)
    with pytest.raises(KernelError, match="no barrier in between"):
        neighbour_sum(with_barrier=False)(x, y)


def test_a_barrier_that_some_threads_miss_is_an_error():
    with pytest.raises(KernelError, match="not every thread"):
        Kernel(divergent_barrier)(np.zeros(THREADS, np.float32))


def test_an_index_past_the_end_is_an_error():
    with pytest.raises(KernelError, match="of 4 elements"):
        Kernel(past_the_end)(np.zeros(THREADS, np.float32))


def test_different_values_for_one_place_are_an_error():
    with pytest.raises(KernelError, match="different values"):
        Kernel(colliding_stores)(np.zeros(THREADS, np.int32))
