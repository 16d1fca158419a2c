"""Adds the functions with which WebLLM turns logits into a token."""

import tvm
from tvm import relax, tirx

from .kernels.logits import apply_bitmask_inplace, apply_logit_bias_inplace, apply_penalty_inplace
from .kernels.sampling import sample_rows, softmax_rows


def tensor(name: str, shape: tuple, dtype: str = "float32") -> relax.Var:
    return relax.Var(name, relax.TensorType(shape, dtype))


def sizes(*names: str) -> list[tirx.Var]:
    return [tirx.Var(name, "int64") for name in names]


def add_softmax(builder: relax.BlockBuilder) -> None:
    batch, vocabulary = sizes("batch_size", "vocab_size")
    logits, temperature = tensor("logits", (batch, 1, vocabulary)), tensor("temperature", (batch,))
    with builder.function("softmax_with_temperature", [logits, temperature]):
        with builder.dataflow():
            flat = builder.emit(relax.op.reshape(logits, (batch, vocabulary)))
            kernel = builder.add_func(softmax_rows, "softmax_rows")
            out_type = relax.TensorType((batch, vocabulary), "float32")
            probs = builder.emit(relax.call_tir(kernel, [flat, temperature], out_type))
            out = builder.emit_output(relax.op.reshape(probs, (batch, 1, vocabulary)))
        builder.emit_func_output(out)


def add_argsort(builder: relax.BlockBuilder) -> None:
    """WebLLM passes the results of argsort_probs to sample_with_top_p only, which needs no order: nothing is sorted."""
    probs = tensor("probs", tuple(sizes("batch_size", "vocab_size")))
    with builder.function("argsort_probs", [probs]):
        builder.emit_func_output(relax.Tuple([probs, probs]))


def add_sample(builder: relax.BlockBuilder) -> None:
    batch, vocabulary, samples = sizes("batch_size", "vocab_size", "num_samples")
    parameters = [
        tensor("probs", (batch, vocabulary)),
        tensor("probs_again", (batch, vocabulary)),
        tensor("uniform", (samples,)),
        tensor("rows", (samples,), "int32"),
        tensor("top_p", (batch,)),
    ]
    probs, _, uniform, rows, top_p = parameters
    with builder.function("sample_with_top_p", parameters):
        with builder.dataflow():
            kernel = builder.add_func(sample_rows, "sample_rows")
            out_type = relax.TensorType((samples,), "int32")
            out = builder.emit_output(relax.call_tir(kernel, [probs, uniform, rows, top_p], out_type))
        builder.emit_func_output(out)


def add_sampling(module: tvm.IRModule) -> tvm.IRModule:
    """Adds softmax_with_temperature, argsort_probs, sample_with_top_p and the in-place edits of logits."""
    builder = relax.BlockBuilder(module)
    add_softmax(builder)
    add_argsort(builder)
    add_sample(builder)
    module = builder.finalize()
    for kernel in (apply_logit_bias_inplace, apply_penalty_inplace, apply_bitmask_inplace):
        module[kernel.attrs["global_symbol"]] = kernel
    return module
