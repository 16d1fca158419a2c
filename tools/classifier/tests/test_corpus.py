"""Which heads a row teaches, and where it belongs."""

import numpy as np
from mamori_classifier.corpus import RELATED_TARGET, Row, targets
from mamori_classifier.labels import HEAD_INDEX
from mamori_classifier.splits import REPORT_SOURCES, THRESHOLD_SOURCES, part_of


def make_row(source: str, labels: set[str] | None = None, **changes: object) -> Row:
    values = {"language": "en", "side": "prompt", "severity": 2 if labels else 0, "group": f"{source}:1"} | changes
    return Row(text="text", labels=frozenset(labels or ()), source=source, **values)


def taught(row: Row) -> dict[str, float]:
    values = targets(row)
    return {head: float(values[at]) for head, at in HEAD_INDEX.items() if not np.isnan(values[at])}


def test_a_source_of_insults_teaches_only_what_it_judged() -> None:
    heads = taught(make_row("KODOLI", {"harassment_profanity"}))
    assert heads["harassment_profanity"] == 1
    assert heads["toxic"] == 1
    assert "hate" not in heads
    assert "harmful" not in heads


def test_a_request_is_of_its_category_perhaps_of_a_related_one_and_of_no_other() -> None:
    heads = taught(make_row("written", {"cyber"}))
    assert heads["cyber"] == 1
    assert heads["harmful"] == 1
    assert heads["privacy"] == RELATED_TARGET
    assert heads["sexual"] == 0
    assert "specialised_advice" not in heads


def test_an_attack_says_nothing_about_the_categories() -> None:
    assert set(taught(make_row("written", {"prompt_attack"}))) == {"prompt_attack"}


def test_a_harmless_row_is_negative_everywhere_but_for_refusal_on_a_prompt() -> None:
    heads = taught(make_row("written"))
    assert set(heads.values()) == {0.0}
    assert "refusal" not in heads
    assert "refusal" in taught(make_row("written", side="response"))


def test_advice_and_attacks_do_not_make_a_text_harmful() -> None:
    for label in ("specialised_advice", "prompt_attack"):
        assert "harmful" not in taught(make_row("written", {label}))


def test_no_source_both_chooses_thresholds_and_reports() -> None:
    assert not REPORT_SOURCES & THRESHOLD_SOURCES


def test_what_is_for_testing_or_thresholds_never_trains() -> None:
    assert part_of(make_row("seed", split="test")) == "report"
    assert part_of(make_row("written", split="calibration")) == "threshold"
    assert {part_of(make_row(source)) for source in REPORT_SOURCES} == {"report"}
    assert {part_of(make_row(source)) for source in THRESHOLD_SOURCES} == {"threshold"}
    assert part_of(make_row("Dolly", split="development")) == "development"


def test_all_languages_of_an_idea_belong_to_one_part() -> None:
    for idea in range(300):
        parts = {part_of(make_row("seed", language=one, group=f"seed:{idea}")) for one in ("en", "ja", "ko", "zh")}
        assert len(parts) == 1
