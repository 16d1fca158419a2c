"""Windows, as `tests/unit/safety/windows.test.ts` expects them."""

from mamori_classifier.windows import cut_windows, detect_language


def test_short_texts_are_one_window_and_longer_ones_are_also_read_at_both_ends() -> None:
    assert cut_windows(60, 4) == [(0, 60)]
    assert cut_windows(100, 4) == [(0, 100), (0, 60), (40, 100)]


def test_every_token_is_read() -> None:
    for length in (0, 1, 60, 61, 252, 253, 1_000, 4_999):
        seen = {at for start, end in cut_windows(length, 4) for at in range(start, end)}
        assert len(seen) == length


def test_a_language_is_told_by_script() -> None:
    texts = ("bread", "パンの焼き方", "빵 굽기", "烤面包")
    assert [detect_language(text) for text in texts] == ["en", "ja", "ko", "zh"]
