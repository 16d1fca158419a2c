"""Calibrates the heads and chooses each level's thresholds, on the int8 model and on text that did not train it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .labels import HEAD_INDEX, HEADS, LANGUAGES

GATES = ("harmful", "toxic", "prompt_attack", "specialised_advice")

LEVEL_RATES = {"minimal": 0.001, "standard": 0.005, "strict": 0.02}
"""Share of benign texts that a level may flag."""

GATE_SHARES = {"harmful": 0.6, "toxic": 0.2, "prompt_attack": 0.2, "specialised_advice": 1.0}
"""How a level's rate is divided among the gates that act: requests are what the layer exists for."""

WORST_SOURCE_FACTOR = 6.0
"""No single kind of text may be flagged more often than this many times the level's rate."""

BLOCK_MARGIN = 1.0
"""Logits between watching and blocking where the stricter level does not say."""

MINIMUM_SOURCE_ROWS = 40


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Logistic function; far out it is exactly 0 or 1."""
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))


def fit_calibration(logits: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    """Slope and bias of Platt's method (1999): sigmoid(slope * logit + bias) fits `wanted`, both classes equally heavy.

    With too few rows of either kind the logits are taken as they are.
    """
    positive, negative = logits[wanted >= 0.5], logits[wanted < 0.5]
    if len(positive) < 20 or len(negative) < 20:
        return 1.0, 0.0
    x = np.concatenate([positive, negative]).astype(np.float64)
    y = np.concatenate([np.ones(len(positive)), np.zeros(len(negative))])
    weight = np.concatenate([np.full(len(positive), 0.5 / len(positive)), np.full(len(negative), 0.5 / len(negative))])
    slope, bias = 1.0, 0.0
    for _ in range(50):  # Newton's method; a little ridge keeps separable data finite
        p = sigmoid(slope * x + bias)
        g = weight * (p - y)
        h = weight * p * (1 - p)
        gradient = np.array([(g * x).sum() + 1e-3 * (slope - 1), g.sum()])
        hessian = np.array([[(h * x * x).sum() + 1e-3, (h * x).sum()], [(h * x).sum(), h.sum() + 1e-6]])
        step = np.linalg.solve(hessian, gradient)
        slope, bias = max(slope - step[0], 0.05), bias - step[1]
    return float(slope), float(bias)


def quantile_threshold(scores: np.ndarray, sources: Sequence[str], rate: float) -> float:
    """The lowest threshold that flags at most `rate` of the benign `scores`, and not much more of any one source.

    Every source counts alike, whatever its size: the rate is of kinds of text, not of the largest file.
    """
    if len(scores) == 0:
        return float("inf")
    names = np.asarray(sources)
    groups = [scores[names == name] for name in sorted(set(sources))]
    weights = np.concatenate([np.full(len(group), 1 / len(groups) / len(group)) for group in groups])
    ordered = np.concatenate(groups)
    order = np.argsort(-ordered)
    cumulative = np.cumsum(weights[order])
    allowed = int(np.searchsorted(cumulative, rate, side="right"))
    mean_threshold = ordered[order][min(allowed, len(ordered) - 1)]
    large = [group for group in groups if len(group) >= MINIMUM_SOURCE_ROWS]
    worst = max((float(np.quantile(group, 1 - WORST_SOURCE_FACTOR * rate)) for group in large), default=-np.inf)
    return float(max(mean_threshold, worst)) + 1e-4


def choose_thresholds(
    logits: np.ndarray, languages: Sequence[str], sources: Sequence[str]
) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    """`[level][gate][language]` -> logits from which a text is watched and blocked; all rows given are benign."""
    of = np.asarray(languages)
    names = np.asarray(sources)
    levels: dict[str, dict[str, dict[str, dict[str, float]]]] = {level: {} for level in LEVEL_RATES}
    for gate in GATES:
        for language in LANGUAGES:
            chosen = of == language
            scores = logits[chosen, HEAD_INDEX[gate]]
            watch = {
                level: quantile_threshold(scores, names[chosen].tolist(), rate * GATE_SHARES[gate])
                for level, rate in LEVEL_RATES.items()
            }
            blocks = {
                "strict": max(watch["standard"], watch["strict"] + BLOCK_MARGIN / 2),
                "standard": max(watch["minimal"], watch["standard"] + BLOCK_MARGIN / 2),
                "minimal": watch["minimal"] + BLOCK_MARGIN,
            }
            for level in LEVEL_RATES:
                levels[level].setdefault(gate, {})[language] = {"watch": watch[level], "block": blocks[level]}
    return levels


def choose_refusal_threshold(logits: np.ndarray, refused: np.ndarray) -> float:
    """The logit that separates refusals from other replies with the highest F1."""
    order = np.argsort(-logits)
    hits = np.cumsum(refused[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + refused.sum())
    best = int(np.argmax(f1))
    following = logits[order][best + 1] if best + 1 < len(order) else logits[order][best] - 1
    return float((logits[order][best] + following) / 2)


def _centred(calibration: tuple[float, float], logit: float) -> tuple[float, float]:
    """The same slope, with `logit` at a probability of one half."""
    slope, _bias = calibration
    return slope, -slope * logit


def make_profile(
    version: str,
    development: tuple[np.ndarray, np.ndarray, Sequence[str]],
    benign: tuple[np.ndarray, Sequence[str], Sequence[str]],
) -> dict:
    """The content of `classifier.json`.

    Slopes are Platt's. The bias of a head that decides puts one half where level `standard` begins to act: where a text
    is as likely a risk as not in real use, in which risks are rare, and the same in every language.

    `development`: logits [rows, heads], targets [rows, heads] with NaN where unknown, languages.
    `benign`: logits, languages and sources of the texts that choose thresholds.
    """
    logits, wanted, languages = development
    of = np.asarray(languages)
    calibration: dict[str, dict[str, tuple[float, float]]] = {}
    for head in HEADS:
        at = HEAD_INDEX[head]
        known = ~np.isnan(wanted[:, at])
        shared = fit_calibration(logits[known, at], wanted[known, at])
        calibration[head] = {}
        for language in LANGUAGES:
            mine = known & (of == language)
            fitted = fit_calibration(logits[mine, at], wanted[mine, at])
            calibration[head][language] = shared if fitted == (1.0, 0.0) else fitted
    at = HEAD_INDEX["refusal"]
    for language in LANGUAGES:
        mine = (of == language) & ~np.isnan(wanted[:, at])
        if (wanted[mine, at] >= 0.5).any():
            best = choose_refusal_threshold(logits[mine, at], wanted[mine, at] >= 0.5)
            calibration["refusal"][language] = _centred(calibration["refusal"][language], best)

    limits_of = choose_thresholds(*benign)
    for gate, by_language in limits_of["standard"].items():
        for language, limits in by_language.items():
            if np.isfinite(limits["watch"]):
                calibration[gate][language] = _centred(calibration[gate][language], limits["watch"])

    def probability(head: str, language: str, logit: float) -> float:
        slope, bias = calibration[head][language]
        return round(float(sigmoid(np.float64(slope * logit + bias))), 6)

    thresholds = {
        level: {
            gate: {
                language: {name: probability(gate, language, logit) for name, logit in limits.items()}
                for language, limits in by_language.items()
            }
            for gate, by_language in gates.items()
        }
        for level, gates in limits_of.items()
    }
    return {
        "schemaVersion": 1,
        "version": version,
        "heads": list(HEADS),
        "calibration": {
            head: {
                language: {"slope": round(slope, 5), "bias": round(bias, 5)}
                for language, (slope, bias) in by_language.items()
            }
            for head, by_language in calibration.items()
        },
        "thresholds": thresholds,
    }


ACTING_GATES = tuple(gate for gate in GATES if gate != "specialised_advice")
"""What a level acts on by itself; advice is a matter of domain packs."""


def judge(heads: dict[str, float], language: str, level: str, profile: dict) -> str:
    """`allow`, `watch` or `block`, as `src/safety/classifier/judge.ts` decides it."""
    finding = "allow"
    for gate in ACTING_GATES:
        limits = profile["thresholds"][level][gate][language]
        if heads[gate] >= limits["block"]:
            return "block"
        if heads[gate] >= limits["watch"]:
            finding = "watch"
    return finding
