"""Reads the written dialogues and turns them into the JSON that the TypeScript tests import."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Turn:
    user: str
    also: tuple[str, ...]  # other wordings of `user` that get the same reply
    assistant: str

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.user, *self.also)


@dataclass(frozen=True)
class Dialogue:
    id: str
    topics: tuple[str, ...]
    turns: tuple[Turn, ...]
    endless: bool = False  # the one reply is repeated for ever
    after_stop: str | None = None  # the reply to "Continue." where the visitor stopped the last reply


def load_dialogues(path: Path) -> list[Dialogue]:
    """All dialogues in the order of the file. Raises ValueError where the file breaks its own rules."""
    with path.open("rb") as file:
        tables = tomllib.load(file)["dialogue"]
    dialogues = [dialogue_from_table(table) for table in tables]
    require_unique("id", [dialogue.id for dialogue in dialogues])
    require_unique("first user text", [text for dialogue in dialogues for text in dialogue.turns[0].wordings])
    return dialogues


def dialogue_from_table(table: dict) -> Dialogue:
    unknown_keys = table.keys() - {"id", "topics", "turns", "endless", "after_stop"}
    if unknown_keys:
        raise ValueError(f"dialogue {table.get('id')} has unknown keys {sorted(unknown_keys)}")
    turns = tuple(Turn(turn["user"], tuple(turn.get("also", ())), turn["assistant"]) for turn in table["turns"])
    dialogue = Dialogue(
        id=table["id"],
        topics=tuple(table["topics"]),
        turns=turns,
        endless=table.get("endless", False),
        after_stop=table.get("after_stop"),
    )
    if dialogue.endless and len(turns) != 1:
        raise ValueError(f"dialogue {dialogue.id} never ends, so it has exactly one turn")
    return dialogue


def require_unique(what: str, values: list[str]) -> None:
    repeated = sorted({value for value in values if values.count(value) > 1})
    if repeated:
        raise ValueError(f"each {what} may appear once, these appear again: {repeated}")


def dialogues_to_json(dialogues: list[Dialogue]) -> list[dict]:
    """Plain data for dialogues.json; optional keys are left out where they say nothing."""
    return [dialogue_to_json(dialogue) for dialogue in dialogues]


def dialogue_to_json(dialogue: Dialogue) -> dict:
    entry: dict = {"id": dialogue.id, "topics": list(dialogue.topics), "turns": []}
    for turn in dialogue.turns:
        also = {"also": list(turn.also)} if turn.also else {}
        entry["turns"].append({"user": turn.user, **also, "assistant": turn.assistant})
    if dialogue.endless:
        entry["endless"] = True
    if dialogue.after_stop:
        entry["afterStop"] = dialogue.after_stop
    return entry
