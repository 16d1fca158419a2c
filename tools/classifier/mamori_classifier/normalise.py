"""Brings a text into the one form that the classifier reads; `src/safety/normalise` does the same in TypeScript.

Undone are the ways of writing a word so that a filter misses it: full-width and other compatibility forms, invisible
characters, look-alike letters of other scripts inside a Latin word, digits for letters, l e t t e r s  a p a r t, and
Hangul syllables taken apart into jamo. Both implementations read the same tables, `normalise-tables.json`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

TABLES_FILE = Path(__file__).resolve().parents[3] / "src" / "safety" / "normalise" / "normalise-tables.json"
_TABLES = json.loads(TABLES_FILE.read_text("utf-8"))


def _character_class(ranges: list[list[int]]) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


_INVISIBLE = re.compile(f"[{_character_class(_TABLES['invisible'])}]")
_WHITE_SPACE = re.compile(f"[{_character_class(_TABLES['whiteSpace'])}]+")
_LOOK_ALIKES: dict[str, str] = _TABLES["lookAlikes"]
_LOOK_ALIKE_CLASS = "".join(_LOOK_ALIKES)
_MIXED_WORD = re.compile(f"[A-Za-z{_LOOK_ALIKE_CLASS}]+")
_LATIN = re.compile("[A-Za-z]")
_DIGIT_LETTERS: dict[str, str] = _TABLES["digitLetters"]
_DIGIT_LETTER_CLASS = "".join(re.escape(sign) for sign in _DIGIT_LETTERS)
_DIGITS_INSIDE = re.compile(f"(?<=[A-Za-z])[{_DIGIT_LETTER_CLASS}]{{1,2}}(?=[A-Za-z])")
_APART_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?:([ .\-_*|])[A-Za-z])(?:\1[A-Za-z]){2,}(?![A-Za-z0-9])")
_SYLLABLES = r"\uac00-\ud7a3\u3041-\u309f\u30a1-\u30ff\u4e00-\u9fff"
_APART_SYLLABLES = re.compile(
    rf"(?<![{_SYLLABLES}])[{_SYLLABLES}](?:([ .\-_*|])[{_SYLLABLES}])(?:\1[{_SYLLABLES}]){{3,}}(?![{_SYLLABLES}])"
)
_SEPARATOR = re.compile(r"[ .\-_*|]")
_LONG_RUN = re.compile(r"([^ 0-9])\1{3,}")
_JAMO_RUN = re.compile("[\u3131-\u3163]{2,}")

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def _compose_jamo(run: str) -> str:
    """Puts jamo that were typed one by one together into syllables; the arithmetic is Unicode's (Standard, 3.12)."""
    composed = []
    at = 0
    while at < len(run):
        lead = _LEADS.find(run[at])
        vowel = _VOWELS.find(run[at + 1]) if at + 1 < len(run) else -1
        if lead < 0 or vowel < 0:
            composed.append(run[at])
            at += 1
            continue
        at += 2
        tail = _TAILS.find(run[at]) + 1 if at < len(run) else 0
        begins_next = at + 1 < len(run) and run[at + 1] in _VOWELS
        if tail and not begins_next:
            at += 1
        else:
            tail = 0
        composed.append(chr(0xAC00 + (lead * 21 + vowel) * 28 + tail))
    return "".join(composed)


def _to_latin(match: re.Match[str]) -> str:
    word = match.group()
    if not _LATIN.search(word):
        return word
    return "".join(_LOOK_ALIKES.get(letter, letter) for letter in word)


def _without_separators(match: re.Match[str]) -> str:
    return _SEPARATOR.sub("", match.group())


def normalise(text: str) -> str:
    """The form of `text` that is tokenised. Idempotent for ordinary text; never raises."""
    text = _JAMO_RUN.sub(lambda match: _compose_jamo(match.group()), text)
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text)
    text = _WHITE_SPACE.sub(" ", text).strip(" ")
    text = _MIXED_WORD.sub(_to_latin, text)
    text = _DIGITS_INSIDE.sub(lambda match: "".join(_DIGIT_LETTERS[sign] for sign in match.group()), text)
    text = _APART_LATIN.sub(_without_separators, text)
    text = _APART_SYLLABLES.sub(_without_separators, text)
    return _LONG_RUN.sub(r"\1\1\1", text)
