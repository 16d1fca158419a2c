"""Cuts a long text into windows and tells its language by script, as `src/safety/classifier` does."""

from __future__ import annotations

import re

SHORT_WINDOW_TOKENS = 64
LONG_WINDOW_TOKENS = 256
LONG_STRIDE = 0.75

_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
LETTERS_PER_CHARACTER = 3
MINIMUM_KANA_SHARE = 0.1


def cut_windows(length: int, frame_tokens: int) -> list[tuple[int, int]]:
    """The parts of a text of `length` content tokens that the model reads, as [start, end)."""
    short = SHORT_WINDOW_TOKENS - frame_tokens
    long = LONG_WINDOW_TOKENS - frame_tokens
    if length <= short:
        return [(0, length)]
    windows = [(0, short), (length - short, length)]
    if length <= long:
        return [(0, length), *windows]
    stride = int(long * LONG_STRIDE)
    start = 0
    while True:
        end = min(start + long, length)
        windows.append((end - long, end))
        if end == length:
            return windows
        start += stride


def detect_language(text: str) -> str:
    """Whose thresholds judge a normalised text: `en`, `ja`, `ko` or `zh`."""
    hangul, kana, han = (len(pattern.findall(text)) for pattern in (_HANGUL, _KANA, _HAN))
    latin = len(_LATIN.findall(text)) / LETTERS_PER_CHARACTER
    if hangul > 0 and hangul >= kana + han and hangul >= latin:
        return "ko"
    if kana + han == 0 or kana + han < latin:
        return "en"
    return "ja" if kana >= MINIMUM_KANA_SHARE * (kana + han) else "zh"
