"""Trains, exports and checks the fixture model: `python -m fixture_model.retrain`."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace

import torch
from tokenizers import Tokenizer

from . import DIALOGUES_PATH, MODEL_DIR
from .chat_template import prompt_text, system_text
from .dialogues import Dialogue, load_dialogues
from .export import export, load_decoder
from .numpy_model import NumpyModel, load_shape
from .system_messages import GUIDANCE_SENTENCES, OTHER_MESSAGES
from .tokenizer import train_tokenizer
from .train import Schedule, new_decoder, train
from .unknown_prompts import FALLBACK_REPLY
from .verify import Recital, Verifier

FROM_SCRATCH = Schedule(steps=1400, peak_learning_rate=4e-3, quantized_from=0.5, seed=0)
CONTINUED = Schedule(steps=600, peak_learning_rate=2e-3, quantized_from=0.0, seed=1)
MIN_SHARE_IN_CONVERSATIONS = 0.98
MAX_LISTED_FAILURES = 10


def tokenizer_texts(dialogues: Sequence[Dialogue]) -> list[str]:
    """What the tokenizer learns its merges from: everything the model reads often or writes."""
    texts = [text for dialogue in dialogues for turn in dialogue.turns for text in (*turn.wordings, turn.assistant)]
    texts += [dialogue.after_stop for dialogue in dialogues if dialogue.after_stop]
    return [*texts, *OTHER_MESSAGES, *GUIDANCE_SENTENCES, FALLBACK_REPLY, *[system_text(""), prompt_text("")] * 2]


def report(title: str, recitals: Sequence[Recital]) -> float:
    """Prints how many recitals were exact and returns their share."""
    exact = [recital for recital in recitals if recital.is_exact]
    share = len(exact) / len(recitals)
    margin = min(recital.smallest_margin for recital in recitals)
    print(f"{title}: {len(exact)} of {len(recitals)} exact ({share:.1%}), smallest margin {margin:.2f}")
    for recital in [recital for recital in recitals if not recital.is_exact][:MAX_LISTED_FAILURES]:
        print(f"  {recital.wrong_tokens} wrong: {recital.name[:120]!r}")
    return share


def verify(dialogues: Sequence[Dialogue]) -> bool:
    """Reports every rate; says whether the model may be committed."""
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    verifier = Verifier(NumpyModel(MODEL_DIR), tokenizer, dialogues)
    alone = report("alone", verifier.alone())
    endless = report("endless", verifier.endless())
    conversations = report("in conversations", verifier.conversations())
    report("other system messages", verifier.other_system_messages())
    report("continued after a stop", verifier.continued_after_stops())
    report("unknown prompts", verifier.unknown_prompts())
    report("unseen questions", verifier.unseen_questions())
    return alone == 1 and endless == 1 and conversations >= MIN_SHARE_IN_CONVERSATIONS


def retrain(dialogues: Sequence[Dialogue], schedule: Schedule, continued: bool) -> None:
    """Writes the trained model. A continued one keeps its tokenizer, since its token embeddings are learned already."""
    shape = load_shape(MODEL_DIR)
    if continued:
        tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
        decoder = load_decoder(MODEL_DIR)
    else:
        tokenizer = train_tokenizer(tokenizer_texts(dialogues), shape.vocab_size)
        decoder = new_decoder(shape, schedule.seed)
    train(decoder, dialogues, tokenizer, schedule)
    export(decoder, tokenizer, shape, dialogues, MODEL_DIR)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--continue", dest="continued", action="store_true", help="go on from the committed weights")
    parser.add_argument("--check-only", action="store_true", help="check the committed model, train nothing")
    parser.add_argument("--steps", type=int, help="optimiser steps, if not the usual number")
    parser.add_argument("--threads", type=int, default=2, help="CPU threads; the weights depend on it")
    arguments = parser.parse_args()
    dialogues = load_dialogues(DIALOGUES_PATH)
    if not arguments.check_only:
        torch.set_num_threads(arguments.threads)
        schedule = CONTINUED if arguments.continued else FROM_SCRATCH
        if arguments.steps:
            schedule = replace(schedule, steps=arguments.steps)
        retrain(dialogues, schedule, arguments.continued)
    if verify(dialogues):
        return 0
    print("The model does not recite well enough.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
