"""Checks the installed compilers against a recipe and builds TVM's runtime for the browser when it is absent."""

import json
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .recipe import MODEL_LIBRARY, Recipe

RUNTIME_SCRIPT = MODEL_LIBRARY / "runtime" / "build_runtime.sh"
BUILD_FOLDER = MODEL_LIBRARY / "build"


class ToolchainMismatch(Exception):
    """Something that decides the output is missing or has another version than the recipe names."""


def emscripten_version() -> str:
    try:
        finished = subprocess.run(["emcc", "-dumpversion"], capture_output=True, text=True, check=True)
    except FileNotFoundError as error:
        raise ToolchainMismatch("emscripten is missing: install the Debian package emscripten") from error
    return finished.stdout.strip()


def check_toolchain(recipe: Recipe) -> None:
    for package, wanted in recipe.packages.items():
        try:
            found = version(package)
        except PackageNotFoundError as error:
            raise ToolchainMismatch(f"{package} is missing: install tools/python/requirements.lock") from error
        if found != wanted:
            raise ToolchainMismatch(f"{package} is {found}, but the recipe of {recipe.model_id} names {wanted}")
    found = emscripten_version()
    if found != recipe.emscripten:
        raise ToolchainMismatch(f"emscripten is {found}, but the recipe of {recipe.model_id} names {recipe.emscripten}")


def runtime_folder(recipe: Recipe) -> Path:
    """The folder with TVM's runtime as bitcode, built first if it is absent or from other versions or flags."""
    folder = BUILD_FOLDER / "runtime"
    stamp = folder / "built-from.json"
    wanted = json.dumps([recipe.packages, recipe.emscripten, recipe.runtime_flags])
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Building TVM's runtime for the browser; this takes a few minutes.", flush=True)
        subprocess.run(["bash", str(RUNTIME_SCRIPT), str(folder), *recipe.runtime_flags], check=True)
        stamp.write_text(wanted)
    return folder
