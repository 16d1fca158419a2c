"""Calibration and thresholds on numbers made up for the purpose."""

import numpy as np
import pytest
from mamori_classifier.calibrate import average_precision
from mamori_classifier.inference import Scored
from mamori_classifier.labels import HEAD_INDEX, HEADS, LANGUAGES
from mamori_classifier.thresholds import (
    LEVEL_RATES,
    choose_refusal_threshold,
    fit_calibration,
    judge,
    make_profile,
    probabilities,
    quantile_threshold,
    sigmoid,
)

RNG = np.random.default_rng(0)


def test_a_calibrated_score_of_one_half_lies_between_the_two_kinds() -> None:
    logits = np.concatenate([RNG.normal(-6, 1, 500), RNG.normal(2, 1, 500)])
    wanted = np.repeat([0.0, 1.0], 500)
    slope, bias = fit_calibration(logits, wanted)
    assert slope > 0
    assert -bias / slope == pytest.approx(-2, abs=0.5)


def test_a_far_outlier_does_not_make_the_slope_run_away() -> None:
    logits = np.concatenate([RNG.normal(-7, 1, 300), RNG.normal(3, 3, 300), [-60.0, 40.0]])
    wanted = np.concatenate([np.zeros(300), np.ones(300), [1.0, 0.0]])
    slope, bias = fit_calibration(logits, wanted)
    assert 0.05 <= slope < 3
    assert -7 < -bias / slope < 3


def test_too_few_rows_leave_the_logits_as_they_are() -> None:
    assert fit_calibration(np.array([1.0, -1.0]), np.array([1.0, 0.0])) == (1.0, 0.0)


def test_a_threshold_flags_at_most_the_rate_on_average_and_little_more_of_any_source() -> None:
    scores = np.concatenate([RNG.normal(0, 1, 2_000), RNG.normal(1, 1, 200)])
    sources = ["large"] * 2_000 + ["small"] * 200
    threshold = quantile_threshold(scores, sources, 0.02)
    shares = [float((scores[:2_000] >= threshold).mean()), float((scores[2_000:] >= threshold).mean())]
    assert np.mean(shares) <= 0.02
    assert max(shares) <= 0.12 + 1e-9


def test_without_benign_text_nothing_is_flagged() -> None:
    assert quantile_threshold(np.array([]), [], 0.01) == float("inf")


def test_the_refusal_threshold_parts_refusals_from_replies() -> None:
    logits = np.array([3.0, 2.5, 2.0, -1.0, -2.0])
    refused = np.array([True, True, True, False, False])
    assert -1 < choose_refusal_threshold(logits, refused) < 2


def test_average_precision_is_one_for_a_perfect_order_and_low_for_its_reverse() -> None:
    positive = np.array([True, True, False, False])
    assert average_precision(np.array([4.0, 3, 2, 1]), positive) == 1
    assert average_precision(np.array([1.0, 2, 3, 4]), positive) == pytest.approx((1 / 3 + 2 / 4) / 2)


def made_up_profile() -> dict:
    rows = 2_000
    wanted = RNG.integers(0, 2, (rows, len(HEADS))).astype(np.float32)
    logits = RNG.normal(0, 1, wanted.shape) + 4 * wanted - 2
    languages = [LANGUAGES[at % 4] for at in range(rows)]
    development = Scored(logits, languages, np.zeros(rows, dtype=bool))
    is_long = RNG.random(rows) < 0.5
    benign = RNG.normal(-2, 1, (rows, len(HEADS))) + 3 * is_long[:, None]
    return make_profile("1", development, wanted, Scored(benign, languages, is_long), ["one"] * rows)


def test_stricter_levels_watch_from_lower_scores_and_no_level_blocks_before_it_watches() -> None:
    thresholds = made_up_profile()["thresholds"]
    for language in LANGUAGES:
        for gate in ("harmful", "toxic", "prompt_attack"):
            watch = [thresholds[level][gate][language]["watch"] for level in LEVEL_RATES]
            assert watch == sorted(watch, reverse=True)
            for level in LEVEL_RATES:
                limits = thresholds[level][gate][language]
                assert limits["watch"] < limits["block"]


def test_a_text_is_judged_by_the_thresholds_of_its_language() -> None:
    profile = made_up_profile()
    calm = dict.fromkeys(HEADS, 0.0)
    assert judge(calm, "en", "strict", profile) == "allow"
    for gate in ("harmful", "toxic", "prompt_attack"):
        limits = profile["thresholds"]["standard"][gate]["ko"]
        assert judge(calm | {gate: limits["watch"]}, "ko", "standard", profile) == "watch"
        assert judge(calm | {gate: limits["block"]}, "ko", "standard", profile) == "block"
    assert judge(calm | {"specialised_advice": 1.0}, "ko", "strict", profile) == "allow"


def test_a_refusal_is_a_probability_of_one_half_or_more() -> None:
    profile = made_up_profile()
    fitted = profile["calibration"]["refusal"]["ja"]
    at_two, at_minus_two = sigmoid(np.array([fitted["slope"] * x + fitted["bias"] for x in (3.0, -3.0)]))
    assert at_two > 0.5 > at_minus_two
    assert HEAD_INDEX["refusal"] == HEADS.index("refusal")


def test_one_half_is_where_the_standard_level_begins_to_act() -> None:
    thresholds = made_up_profile()["thresholds"]
    for gate in ("harmful", "toxic", "prompt_attack", "specialised_advice"):
        for language in LANGUAGES:
            assert thresholds["standard"][gate][language]["watch"] == pytest.approx(0.5, abs=1e-4)


def test_a_long_text_needs_a_higher_logit_than_a_short_one() -> None:
    profile = made_up_profile()
    for gate in ("harmful", "toxic", "prompt_attack"):
        for language in LANGUAGES:
            assert profile["longShift"][gate][language] == pytest.approx(3, abs=2)
    logits = np.full(len(HEADS), 1.5)
    short, long = (probabilities(logits, "en", is_long, profile) for is_long in (False, True))
    assert long["harmful"] < short["harmful"]
    assert long["cyber"] == short["cyber"]
