"""Compiles every library that has a recipe and records their SHA-256.

usage: python -m model_library.build [MODEL_ID ...]
"""

import argparse
import hashlib
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .recipe import MODEL_LIBRARY, load_recipe, model_ids
from .toolchain import ToolchainMismatch, check_toolchain, runtime_folder

LIBRARIES = MODEL_LIBRARY / "libraries"
PARALLEL_COMPILATIONS = 2  # each needs about 2 GB of memory


def build_library(model_id: str, runtime: Path) -> str:
    from .compile import compile_library  # TVM takes seconds to import, so only the worker processes do

    output = LIBRARIES / f"{model_id}.wasm"
    compile_library(load_recipe(model_id), output, runtime)
    output.chmod(0o644)
    return f"{output.name}: {output.stat().st_size} bytes"


def write_checksums() -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(LIBRARIES.glob("*.wasm"))
    ]
    (LIBRARIES / "SHA256SUMS").write_text("".join(lines))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model_ids", nargs="*", metavar="MODEL_ID", help="only these; all by default")
    wanted = parser.parse_args().model_ids or model_ids()
    LIBRARIES.mkdir(exist_ok=True)
    try:
        runtimes = []
        for model_id in wanted:
            recipe = load_recipe(model_id)
            check_toolchain(recipe)
            runtimes.append(runtime_folder(recipe))
    except ToolchainMismatch as error:
        print(error, file=sys.stderr)
        return 1
    with ProcessPoolExecutor(PARALLEL_COMPILATIONS) as pool:
        for result in pool.map(build_library, wanted, runtimes):
            print(result, flush=True)
    write_checksums()
    return 0


if __name__ == "__main__":
    sys.exit(main())
