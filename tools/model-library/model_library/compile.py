"""Compiles a decoder to one .wasm: WebGPU shaders, the Relax VM's bytecode and TVM's runtime.

usage: python -m model_library.compile MODEL_ID OUTPUT.wasm RUNTIME_FOLDER [--debug]
"""

import argparse
import json
import subprocess
from pathlib import Path

import tvm
from tvm import relax
from tvm.s_tir import dlight
from tvm.target import Target

from .config import LlamaConfig
from .llama import Llama
from .recipe import Recipe, load_recipe
from .sampling import add_sampling

# 256 invocations a workgroup is what every WebGPU adapter offers.
TARGET = Target(
    {"kind": "webgpu", "max_num_threads": 256},
    host=Target({"kind": "llvm", "mtriple": "wasm32-unknown-unknown-wasm"}),
)


def metadata(config: LlamaConfig, parameters) -> dict:
    """What WebLLM reads before it loads weights; parameters are bound by position, in this order."""
    return {
        "model_type": "llama",
        "quantization": "q4f32_affine32",
        "context_window_size": config.context_window,
        "sliding_window_size": -1,
        "attention_sink_size": -1,
        "prefill_chunk_size": config.prefill_chunk,
        "tensor_parallel_shards": 1,
        "pipeline_parallel_stages": 1,
        "disaggregation": False,
        "kv_state_kind": "kv_cache",
        "max_batch_size": 1,
        "model_task": "chat",
        "params": [
            {"name": name, "shape": list(p.shape), "dtype": str(p.dtype), "preprocs": [], "pipeline_stages": [0]}
            for name, p in parameters
        ],
        "memory_usage": {},
    }


def add_metadata(module: tvm.IRModule, values: dict) -> tvm.IRModule:
    builder = relax.BlockBuilder(module)
    with builder.function("_metadata", []):
        builder.emit_func_output(tvm.ir.StringImm(json.dumps(values)))
    return builder.finalize()


def lower(module: tvm.IRModule, config: LlamaConfig) -> tvm.IRModule:
    """From Relax and unscheduled kernels to what the virtual machine and the WebGPU code generator take."""
    bounds = {
        "seq_len": config.prefill_chunk,
        "total_seq_len": config.context_window,
        "batch_size": 1,
        "num_samples": 1,
    }
    for name, function in list(module.functions.items()):
        if isinstance(function, relax.Function):
            bounded = function.with_attr("tir_var_upper_bound", bounds)
            module[name] = bounded.with_attr("tir_non_negative_var", ["vocab_size"])
    transform = relax.transform
    return tvm.transform.Sequential(
        [
            tvm.tirx.transform.BindTarget(TARGET),
            transform.LegalizeOps(),
            # Before fusion, so that reshapes become views; afterwards they would be kernels that copy.
            transform.RewriteDataflowReshape(),
            transform.AnnotateTIROpPattern(),
            transform.FoldConstant(),
            transform.FuseOps(),
            transform.FuseTIR(),
            transform.DeadCodeElimination(),
            dlight.ApplyDefaultSchedule(dlight.gpu.Fallback()),
            tvm.tirx.transform.ForceNarrowIndexToInt32(),
            transform.ToNonDataflow(),
            transform.RemovePurityChecking(),
            transform.CallTIRRewrite(),
            transform.StaticPlanBlockMemory(),
            transform.LowerAllocTensor(),
            transform.KillAfterLastUse(),
            transform.LowerRuntimeBuiltin(),
            transform.VMShapeLower(),
            transform.AttachGlobalSymbol(),
        ]
    )(module)


def linker(runtime: Path, flags: list[str]):
    """A link function for export_library. Only for a name that ends in .wasm does emscripten write no JavaScript."""

    def link(output, objects, options=None, **_):
        libraries = [str(runtime / f"{name}.bc") for name in ("wasm_runtime", "tvmjs_support", "webgpu_runtime")]
        subprocess.run(["emcc", *flags, "-o", str(output), *libraries, *objects], check=True)

    link.object_format = "o"
    return link


def build_module(config: LlamaConfig) -> tvm.IRModule:
    """Every function of the library, before lowering."""
    with TARGET:
        model = Llama(config)
        module, parameters = model.export_tvm(spec=model.spec())[:2]
        return add_metadata(add_sampling(module), metadata(config, parameters))


def compile_library(recipe: Recipe, output: Path, runtime: Path, debug: bool = False) -> None:
    """Writes the .wasm; with debug it keeps function names, so that a stack trace can be read."""
    flags = recipe.link_flags + (["--profiling-funcs"] if debug else [])
    # Common-subexpression elimination leaves dangling variables in host code (TVM 0.27).
    with TARGET, tvm.transform.PassContext(config={"tirx.disable_cse_tir": True}):
        module = lower(build_module(recipe.shape), recipe.shape)
        executable = relax.build(module, target=TARGET, relax_pipeline=None, system_lib=True)
        executable.export_library(str(output), fcompile=linker(runtime, flags))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model_id")
    parser.add_argument("output", type=Path)
    parser.add_argument("runtime", type=Path)
    parser.add_argument("--debug", action="store_true")
    arguments = parser.parse_args()
    compile_library(load_recipe(arguments.model_id), arguments.output, arguments.runtime, arguments.debug)
    print(f"{arguments.output}: {arguments.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
