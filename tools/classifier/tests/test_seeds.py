"""The seeds are balanced, and the check that says so can fail."""

from dataclasses import replace

from mamori_classifier.check_seeds import check
from mamori_classifier.corpus import TOXICITY_SOURCES
from mamori_classifier.labels import LANGUAGES
from mamori_classifier.seeds import load_seeds, rows_of

SEEDS = load_seeds()


def test_the_seeds_are_balanced_without_duplicates_and_split_by_idea() -> None:
    assert check(SEEDS) == []


def test_an_idea_on_both_sides_is_found() -> None:
    seed = next(seed for seed in SEEDS if seed.split == "train")
    twin = replace(seed, id="copy", split="test", texts={key: f"{text}!" for key, text in seed.texts.items()})
    assert any("are one idea" in problem for problem in check([*SEEDS, twin]))


def test_a_duplicate_is_found() -> None:
    assert any("are the same in en" in problem for problem in check([*SEEDS, replace(SEEDS[0], id="copy")]))


def test_a_lack_of_twins_is_found() -> None:
    without = [seed for seed in SEEDS if not (seed.category == "cyber" and seed.kind == "twin")]
    assert any(problem.startswith("cyber:") for problem in check(without))


def test_risks_that_are_all_questions_are_found() -> None:
    uniform = [replace(seed, form="question") if seed.kind == "risk" else seed for seed in SEEDS]
    assert any(problem.startswith("question:") for problem in check(uniform))


def test_a_text_in_the_wrong_language_is_found() -> None:
    english = [replace(seed, texts=seed.texts | {"ko": seed.texts["en"]}) for seed in SEEDS]
    assert any(problem.startswith("ko: only") for problem in check(english))


def test_every_seed_gives_a_row_in_each_language_with_the_labels_of_its_kind() -> None:
    for seed in SEEDS:
        rows = rows_of(seed)
        assert [row.language for row in rows] == list(LANGUAGES)
        assert all(bool(row.labels) == (seed.kind in ("risk", "refusal")) for row in rows)
        assert all(row.source not in TOXICITY_SOURCES for row in rows)
