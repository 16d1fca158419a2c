"""Trains mamori-tiny, a language model that recites written dialogues, and exports it in WebLLM's format."""

import sys
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
DIALOGUES_PATH = PROJECT_DIR / "dialogues.toml"
MODEL_DIR = PROJECT_DIR / "model"

# The 4-bit weight format belongs to the model library's compiler; it is used from there so that both stay the same.
sys.path.insert(0, str(PROJECT_DIR.parent / "model-library"))
