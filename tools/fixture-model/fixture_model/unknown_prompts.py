"""Texts that no dialogue contains: the model answers all of them with one short reply."""

import random
import string
import tomllib
from pathlib import Path

FALLBACK_REPLY = "I only know the written dialogues."


def read_toml(name: str) -> dict:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


QUESTIONS = read_toml("questions.toml")
TRAINING_QUESTIONS: list[str] = QUESTIONS["training"]
UNSEEN_QUESTIONS: list[str] = QUESTIONS["unseen"]
WORDS = {language: text.split() for language, text in read_toml("words.toml").items()}
LANGUAGE_WEIGHTS = {"english": 3, "korean": 1, "japanese": 1, "chinese": 1}
UNSPACED_LANGUAGES = {"japanese", "chinese"}

SENTENCE_ENDS = [".", "?", "!", "\N{IDEOGRAPHIC FULL STOP}", "\N{FULLWIDTH QUESTION MARK}"]
INNER_PUNCTUATION = [*string.punctuation, "\n", "\N{IDEOGRAPHIC COMMA}", "\N{FULLWIDTH EXCLAMATION MARK}"]


def random_text(rng: random.Random, word_count: int) -> str:
    """Random words of one language, sometimes with numbers, keyboard noise or another language in between."""
    language = rng.choices(list(LANGUAGE_WEIGHTS), weights=list(LANGUAGE_WEIGHTS.values()))[0]
    separator = "" if language in UNSPACED_LANGUAGES else " "
    return separator.join(random_word(rng, WORDS[language]) for _ in range(word_count))


def random_word(rng: random.Random, words: list[str]) -> str:
    draw = rng.random()
    if draw < 0.85:
        return rng.choice(words)
    if draw < 0.90:
        return rng.choice(WORDS[rng.choice(list(WORDS))])
    if draw < 0.95:
        return "".join(rng.choices(string.ascii_letters + string.digits, k=rng.randint(1, 8)))
    return rng.choice(INNER_PUNCTUATION)


def random_prompt(rng: random.Random, known_prompts: list[str]) -> str:
    """A user text that is none of known_prompts: random words, a long paste, or a known text with words changed."""
    while True:
        draw = rng.random()
        if draw < 0.05:
            prompt = random_text(rng, rng.randint(40, 160))
        elif draw < 0.50:
            prompt = random_text(rng, rng.randint(1, 14))
        elif draw < 0.70:
            prompt = rng.choice(TRAINING_QUESTIONS)
        elif draw < 0.85:
            prompt = spliced_prompt(rng, known_prompts)
        else:
            prompt = f"{random_text(rng, rng.randint(2, 6))} {rng.choice(known_prompts)}"
        if rng.random() < 0.5:
            prompt = prompt[:1].upper() + prompt[1:] + rng.choice(SENTENCE_ENDS)
        if prompt.strip() and prompt not in known_prompts:
            return prompt


def spliced_prompt(rng: random.Random, known_prompts: list[str]) -> str:
    """The first part of one known text and the last part of another, so that no single word decides a reply."""
    first, last = rng.sample(known_prompts, 2)
    first_words, last_words = first.split(" "), last.split(" ")
    first_half = first_words[: (len(first_words) + 1) // 2]
    last_half = last_words[len(last_words) // 2 :]
    return " ".join([*first_half, random_text(rng, 2), *last_half])
