"""Trains the byte-level BPE tokenizer on the dialogues and writes it in the form that WebLLM's tokenizer reads."""

import json
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from .chat_template import SPECIAL_TOKENS

MIN_PAIR_COUNT = 2


def train_tokenizer(texts: Iterable[str], max_vocab_size: int) -> Tokenizer:
    """A tokenizer with at most max_vocab_size entries; every byte has one, so any text can be encoded.

    Each line end is a token of its own. A reply that begins with an empty line is then encoded alike whether it follows
    the prompt's last line end (history, encoded as one string) or is generated after it.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex("\n"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=max_vocab_size,
        min_frequency=MIN_PAIR_COUNT,
        special_tokens=SPECIAL_TOKENS,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, path: Path) -> None:
    """Writes tokenizer.json with each merge as "left right": WebLLM's tokenizer is too old for pairs in lists."""
    content = json.loads(tokenizer.to_str())
    content["model"]["merges"] = [" ".join(pair) for pair in content["model"]["merges"]]
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
