"""Calibrates the heads and chooses each level's thresholds, on the int8 model and on text that did not train it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .inference import Scored
from .labels import HEAD_INDEX, HEADS, LANGUAGES
from .training import POSITIVE_WEIGHT_LIMITS

GATES = ("harmful", "toxic", "prompt_attack", "specialised_advice")

LEVEL_RATES = {"minimal": 0.001, "standard": 0.005, "strict": 0.02}
"""Share of benign texts that a level may flag."""

GATE_SHARES = {"harmful": 0.7, "toxic": 0.15, "prompt_attack": 0.15, "specialised_advice": 1.0}
"""How a level's rate is divided among the gates that act: requests are what the layer exists for."""

WORST_SOURCE_FACTOR = 6.0
"""No single kind of text may be flagged more often than this many times the level's rate."""

TWINS = "twins"
"""The source under which held-out twins stand."""
TWIN_FACTOR = 12.0
"""Twins may be flagged this many times as often, 6 % at `standard` over all gates."""

LEAST_LOGIT = math.log(POSITIVE_WEIGHT_LIMITS[1])
"""No gate acts below it: there its head finds a text harmless rather than not, the weight of positives taken off."""

PROMPT_LANGUAGE = "en"
"""Only the English sources speak of prompts: their threshold for attacks is the least in every language."""

BLOCK_MARGIN = 1.0
"""Logits between watching and blocking where the stricter level does not say."""

MINIMUM_SOURCE_ROWS = 40


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Logistic function; far out it is exactly 0 or 1."""
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))


LEAST_REFUSALS = 60
"""With fewer refusals of a language at hand, its threshold is that of all languages together."""

RIDGE = 1e-3
"""Keeps the slope finite where the two kinds do not overlap."""
LEAST_SLOPE = 0.05


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

    def loss(slope: float, bias: float) -> float:
        z = slope * x + bias
        return float((weight * (np.logaddexp(0, z) - y * z)).sum()) + RIDGE / 2 * (slope - 1) ** 2

    slope, bias = 1.0, 0.0
    for _ in range(50):  # Newton's method, each step halved until it helps
        p = sigmoid(slope * x + bias)
        g, h = weight * (p - y), weight * p * (1 - p)
        gradient = np.array([(g * x).sum() + RIDGE * (slope - 1), g.sum()])
        hessian = np.array([[(h * x * x).sum() + RIDGE, (h * x).sum()], [(h * x).sum(), h.sum() + 1e-9]])
        step = np.linalg.solve(hessian, gradient)
        before = loss(slope, bias)
        while np.abs(step).max() > 1e-6 and loss(slope - step[0], bias - step[1]) > before:
            step = step / 2
        slope, bias = slope - step[0], bias - step[1]
        if np.abs(step).max() <= 1e-6:
            break
    slope = max(slope, LEAST_SLOPE)
    return float(slope), float(bias)


def quantile_threshold(scores: np.ndarray, sources: Sequence[str], rate: float) -> float:
    """The lowest threshold that flags at most `rate` of the benign `scores`, and not much more of any one source.

    Every source counts alike, whatever its size: the rate is of kinds of text, not of the largest file. Twins are not a
    kind of text that people send by themselves; they only have a limit of their own.
    """
    if len(scores) == 0:
        return float("inf")
    names = np.asarray(sources)
    groups = {name: scores[names == name] for name in sorted(set(sources))}
    limits = [
        float(np.quantile(group, max(0.0, 1 - rate * (TWIN_FACTOR if name == TWINS else WORST_SOURCE_FACTOR))))
        for name, group in groups.items()
        if len(group) >= MINIMUM_SOURCE_ROWS
    ]
    ordinary = [group for name, group in groups.items() if name != TWINS]
    if ordinary:
        weights = np.concatenate([np.full(len(group), 1 / len(ordinary) / len(group)) for group in ordinary])
        together = np.concatenate(ordinary)
        order = np.argsort(-together)
        allowed = int(np.searchsorted(np.cumsum(weights[order]), rate, side="right"))
        limits.append(float(together[order][min(allowed, len(together) - 1)]))
    return max(limits, default=float(scores.max())) + 1e-4


def choose_thresholds(
    scored: Scored, sources: Sequence[str]
) -> tuple[dict[str, dict[str, dict[str, dict[str, float]]]], dict[str, dict[str, float]]]:
    """Thresholds and shifts in logits; all rows given are benign.

    The first is `[level][gate][language]` -> from where a text is watched and blocked. The second is
    `[gate][language]` -> what is taken off a long text before that. The highest of several windows is higher than one,
    and a piece cut out of a document looks unlike a message: with thresholds in common, harmless long texts would set
    those of short ones.
    """
    of = np.asarray(scored.languages)
    names = np.asarray(sources)
    levels: dict[str, dict[str, dict[str, dict[str, float]]]] = {level: {} for level in LEVEL_RATES}
    shifts: dict[str, dict[str, float]] = {}
    for gate in GATES:
        least = dict.fromkeys(LEVEL_RATES, LEAST_LOGIT)
        for language in LANGUAGES:

            def threshold(level: str, chosen: np.ndarray, gate: str = gate) -> float:
                rate = LEVEL_RATES[level] * GATE_SHARES[gate]
                return quantile_threshold(scored.logits[chosen, HEAD_INDEX[gate]], names[chosen].tolist(), rate)

            short, long = ((of == language) & (scored.is_long == flag) for flag in (False, True))
            watch = {level: max(threshold(level, short), least[level]) for level in LEVEL_RATES}
            further = threshold("standard", long) - watch["standard"] if long.any() and short.any() else 0.0
            shifts.setdefault(gate, {})[language] = max(0.0, further)
            blocks = {
                "strict": max(watch["standard"], watch["strict"] + BLOCK_MARGIN / 2),
                "standard": max(watch["minimal"], watch["standard"] + BLOCK_MARGIN / 2),
                "minimal": watch["minimal"] + BLOCK_MARGIN,
            }
            for level in LEVEL_RATES:
                levels[level].setdefault(gate, {})[language] = {"watch": watch[level], "block": blocks[level]}
            if gate == "prompt_attack" and language == PROMPT_LANGUAGE:
                least = watch
    return levels, shifts


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
    version: str, development: Scored, wanted: np.ndarray, benign: Scored, benign_sources: Sequence[str]
) -> dict:
    """The content of `classifier.json`.

    `wanted`: targets of the development texts [texts, heads], NaN where unknown. `benign` chooses the thresholds.

    Slopes are Platt's. The bias of a head that decides puts one half where level `standard` begins to act: where a text
    is as likely a risk as not in real use, in which risks are rare, and the same in every language.
    """
    logits, of = development.logits, np.asarray(development.languages)
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
        judged = ~np.isnan(wanted[:, at])
        mine = judged & (of == language)
        if (wanted[mine, at] >= 0.5).sum() < LEAST_REFUSALS:
            mine = judged
        if (wanted[mine, at] >= 0.5).any():
            best = choose_refusal_threshold(logits[mine, at], wanted[mine, at] >= 0.5)
            calibration["refusal"][language] = _centred(calibration["refusal"][language], best)

    limits_of, shifts = choose_thresholds(benign, benign_sources)
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
        "longShift": {
            gate: {language: round(shift, 5) for language, shift in by_language.items()}
            for gate, by_language in shifts.items()
        },
        "thresholds": thresholds,
    }


def probabilities(logits: np.ndarray, language: str, is_long: bool, profile: dict) -> dict[str, float]:
    """Calibrated probabilities of one text by head, as `src/safety/classifier/scores.ts` computes them."""
    found = {}
    for head, logit in zip(HEADS, logits, strict=True):
        fitted = profile["calibration"][head][language]
        shift = profile["longShift"].get(head, {}).get(language, 0.0) if is_long else 0.0
        found[head] = float(sigmoid(np.float64(fitted["slope"] * (logit - shift) + fitted["bias"])))
    return found


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
