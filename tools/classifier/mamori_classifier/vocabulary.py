"""Prunes the base model's vocabulary to the pieces that the four languages use, and writes it as a tokenizer.json.

The Unigram scores stay as they are. Text reaches the tokenizer already normalised, so it has no normaliser of its own;
what it must still do is replace spaces by U+2581 and put one in front.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer

from .base_weights import BaseModel

SPECIALS = ("\ue000<s>", "\ue000<pad>", "\ue000</s>", "\ue000<unk>")
"""Their names hold a private-use character, which the normaliser drops: no text can spell one of them."""
BOS_ID, PAD_ID, EOS_ID, UNKNOWN_ID = range(4)
FIRST_SYLLABLE, LAST_SYLLABLE = 0xAC00, 0xD7A3


def build_tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """A Unigram tokenizer over `pieces`, whose first four are the specials; adds no special tokens by itself."""
    vocabulary = [*SPECIALS, *pieces[len(SPECIALS) :]]
    return Tokenizer.from_str(
        json.dumps(
            {
                "version": "1.0",
                "truncation": None,
                "padding": None,
                "added_tokens": [],
                "normalizer": None,
                "pre_tokenizer": {
                    "type": "Metaspace",
                    "replacement": "\u2581",
                    "prepend_scheme": "always",
                    "split": True,
                },
                "post_processor": None,
                "decoder": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True},
                "model": {
                    "type": "Unigram",
                    "unk_id": UNKNOWN_ID,
                    "vocab": [[piece, round(score, 4)] for piece, score in zip(vocabulary, scores, strict=True)],
                    "byte_fallback": False,
                },
            },
            ensure_ascii=False,
        )
    )


def _is_kept_character(piece: str) -> bool:
    """Whether a one-character piece may be needed by any text of the four languages."""
    if len(piece) != 1:
        return False
    code = ord(piece)
    ranges = (
        (0x21, 0x17F),  # ASCII and Latin with diacritics
        (0x370, 0x45F),  # Greek and Cyrillic, for words quoted
        (0x1100, 0x11FF),  # jamo
        (0x2010, 0x2BFF),  # punctuation, arrows, mathematics, shapes
        (0x3000, 0x30FF),  # CJK punctuation, kana
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),  # Han
        (FIRST_SYLLABLE, LAST_SYLLABLE),
        (0xFE30, 0xFE4F),
        (0x1F000, 0x1FAFF),  # emoji
    )
    return any(first <= code <= last for first, last in ranges)


def prune_vocabulary(base: BaseModel, texts: Iterable[str], size: int) -> list[int]:
    """Ids of the base vocabulary to keep, in their new order; at most `size`.

    `texts` are normalised. Kept are the specials, all characters that any text may need, then the most frequent pieces.
    """
    tokenizer = build_tokenizer(base.pieces, base.scores)
    counts: Counter[int] = Counter()
    for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        counts.update(encoding.ids)
    kept = dict.fromkeys(range(len(SPECIALS)))
    kept.update(dict.fromkeys(i for i, piece in enumerate(base.pieces) if _is_kept_character(piece)))
    kept.update(dict.fromkeys(tokenizer.encode("query: passage:", add_special_tokens=False).ids))
    for index, _count in counts.most_common():
        if len(kept) >= size:
            break
        kept[index] = None
    return list(kept)


class TextEncoder:
    """Turns normalised text into token ids, exactly as `src/safety/classifier/text-encoder.ts` does."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self._syllables = {piece for piece in tokenizer.get_vocab() if len(piece) == 1}
        self.prefixes = {
            "prompt": self._ids("query:"),
            "response": self._ids("passage:"),
        }

    def _ids(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def _spell_out(self, text: str) -> str:
        """Syllables that the vocabulary lacks, taken apart into jamo, which it has."""
        return "".join(
            unicodedata.normalize("NFD", character)
            if FIRST_SYLLABLE <= ord(character) <= LAST_SYLLABLE and character not in self._syllables
            else character
            for character in text
        )

    def encode_many(self, texts: Sequence[str]) -> list[list[int]]:
        """Content token ids of each normalised text, without specials and prefix."""
        spelled = [self._spell_out(text) for text in texts]
        return [encoding.ids for encoding in self.tokenizer.encode_batch(spelled, add_special_tokens=False)]

    def frame(self, ids: Sequence[int], side: str) -> list[int]:
        """What the model reads: `<s> query: … </s>` for the person, `passage:` for the assistant."""
        return [BOS_ID, *self.prefixes[side], *ids, EOS_ID]
