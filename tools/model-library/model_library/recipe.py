"""A recipe names what decides a library's bytes: the model's shape, package versions, emscripten and its flags."""

import json
from dataclasses import dataclass
from pathlib import Path

from .config import LlamaConfig

MODEL_LIBRARY = Path(__file__).resolve().parent.parent
RECIPES = MODEL_LIBRARY / "recipes"


@dataclass(frozen=True)
class Recipe:
    model_id: str
    shape: LlamaConfig
    packages: dict[str, str]  # distribution name -> exact version
    emscripten: str  # what `emcc -dumpversion` prints
    runtime_flags: list[str]  # for TVM's runtime, C++ to LLVM bitcode
    link_flags: list[str]  # for bitcode and model code to .wasm


def load_recipe(model_id: str) -> Recipe:
    fields = json.loads((RECIPES / f"{model_id}.json").read_text(encoding="utf-8"))
    shape = LlamaConfig(**fields.pop("shape"))
    return Recipe(model_id=model_id, shape=shape, **fields)


def model_ids() -> list[str]:
    return sorted(path.stem for path in RECIPES.glob("*.json"))
