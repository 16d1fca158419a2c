"""A paged KV cache with only the kernels that one growing conversation calls.

TVM's own TIRPagedKVCache also compiles tree attention, sliding windows, MLA, page copies and debugging: each is a
shader that a visitor's browser would build and never run.
"""

import tvm
from tvm import relax
from tvm.relax.frontend.nn.llm import kv_cache as tvm_kernels
from tvm.relax.frontend.nn.llm.kv_cache import AttnKind, PagedKVCache, RopeMode
from tvm.target import Target

from .config import LlamaConfig
from .kernels.attention_decode import decode
from .kernels.attention_prefill import prefill_cached, prefill_self

DTYPE = "float32"


class ChatKVCache(PagedKVCache):
    """Built by vm.builtin.paged_attention_kv_cache_create (TVM 0.27), whose order of arguments this follows."""

    def __init__(
        self,
        config: LlamaConfig,
        max_batch_size,
        max_total_seq_len,
        prefill_chunk_size,
        page_size,
        support_sliding_window,
    ):
        builder = relax.BlockBuilder.current()
        target = Target.current(allow_none=False)
        heads = (config.num_heads, config.num_kv_heads, config.head_dim)
        absent = relax.Tuple([])

        def add(kernel, name):
            return builder.add_func(kernel, name)

        def tirx_backend(kernel, name):
            return relax.Tuple([tvm.ir.StringImm("tirx"), add(kernel, name)])

        append = add(
            tvm_kernels._kv_cache_transpose_append(config.num_kv_heads, config.head_dim, DTYPE), "transpose_append"
        )
        merge_state = add(
            tvm_kernels._merge_state_inplace(config.num_heads, config.head_dim, DTYPE, target, "merge_state"),
            "merge_state",
        )
        split_rotary = add(
            tvm_kernels.llama_rope_with_position_map(
                config.rope_theta, 1, config.head_dim, config.num_heads, config.num_kv_heads, DTYPE, {}, config.head_dim
            ),
            "split_rotary",
        )
        # The runtime insists on functions for forking a sequence, reading the cache out and compacting a token tree. A
        # chat does none of these; the stand-in refuses their arguments.
        never_called = append
        arguments = [
            relax.ShapeExpr([max_batch_size, max_total_seq_len, prefill_chunk_size, page_size, support_sliding_window]),
            relax.ShapeExpr([0, config.num_layers]),
            relax.prim_value(config.num_heads),
            relax.prim_value(config.num_kv_heads),
            relax.prim_value(config.head_dim),  # of queries and keys
            relax.prim_value(config.head_dim),  # of values
            relax.ShapeExpr([int(AttnKind.MHA)] * config.num_layers),
            relax.prim_value(False),  # no transfer of KV data between devices
            relax.prim_value(RopeMode.NORMAL),
            relax.prim_value(1),  # rope scale
            relax.prim_value(config.rope_theta),
            relax.prim_value(0),  # no rope extension factors: a tensor here would switch to longrope
            relax.op.zeros((), DTYPE),
            append,
            relax.prim_value(0),  # no MLA append
            tirx_backend(prefill_self(*heads), "attention_prefill_self"),
            tirx_backend(prefill_cached(*heads), "attention_prefill_cached"),
            tirx_backend(decode(*heads), "attention_decode"),
            absent,  # prefill with a sliding window
            absent,  # decode with a sliding window
            absent,  # token tree, paged
            absent,  # token tree, ragged
            absent,  # MLA
            relax.Tuple([merge_state]),
            split_rotary,
            never_called,
            never_called,
            never_called,
        ]
        create = "vm.builtin.paged_attention_kv_cache_create"
        super().__init__(
            _expr=relax.call_pure_packed(create, *arguments, ty_args=relax.AnyType()), _name="paged_kv_cache"
        )
