"""Draws random conversations from the dialogues, for training and for checking."""

import random
from collections.abc import Sequence

from tokenizers import Tokenizer

from .chat_template import Exchange
from .dialogues import Dialogue
from .unknown_prompts import FALLBACK_REPLY, random_prompt, random_text

CONTINUE_PROMPTS = ["Continue.", "Continue", "Please continue.", "続けてください。", "계속해 주세요.", "请继续。"]

STOPPED_SHARE = 0.1  # of the replies before the last part were stopped by the visitor
REPLACED_SHARE = 0.05  # of them were replaced by other text, as a safety filter does
INTERRUPTED_SHARE = 0.25  # of the appearances of a memory dialogue have another dialogue between two turns
CONTINUED_SHARE = 0.5  # of the appearances of a dialogue that knows what to say after a stop
MAX_ENDLESS_TOKENS = 160  # of an endless reply within a conversation


class ConversationSource:
    """Turns dialogues into exchanges; everything random comes from the generator it was given."""

    def __init__(self, dialogues: Sequence[Dialogue], tokenizer: Tokenizer, rng: random.Random) -> None:
        self.dialogues = list(dialogues)
        self.tokenizer = tokenizer
        self.rng = rng
        self.known_prompts = sorted({text for d in dialogues for turn in d.turns for text in turn.wordings})

    def dialogue_exchanges(self, dialogue: Dialogue) -> list[Exchange]:
        """The dialogue with random wordings; where it is endless or goes on after a stop, stopped anywhere."""
        if dialogue.endless:
            return [self.endless_exchange(dialogue, self.rng.randint(8, MAX_ENDLESS_TOKENS))]
        exchanges = [Exchange(self.rng.choice(turn.wordings), turn.assistant) for turn in dialogue.turns]
        if "memory" in dialogue.topics and self.rng.random() < INTERRUPTED_SHARE:
            other = self.rng.choice([d for d in self.dialogues if len(d.turns) == 1 and "long" not in d.topics])
            place = self.rng.randint(1, len(exchanges) - 1)
            return [*exchanges[:place], *self.dialogue_exchanges(other), *exchanges[place:]]
        if dialogue.after_stop and self.rng.random() < CONTINUED_SHARE:
            return [*exchanges[:-1], *self.continued_exchanges(exchanges[-1], dialogue.after_stop)]
        return exchanges

    def endless_exchange(self, dialogue: Dialogue, token_count: int) -> Exchange:
        """The first token_count tokens or a few more of a reply that has no end."""
        turn = dialogue.turns[0]
        cycle_length = len(self.tokenizer.encode(turn.assistant).ids)
        text = turn.assistant * (token_count // cycle_length + 1)
        return Exchange(self.rng.choice(turn.wordings), text, ends=False)

    def continued_exchanges(self, exchange: Exchange, after_stop: str) -> list[Exchange]:
        """The reply stopped at a random token, then "Continue." and what is said after a stop."""
        stopped = Exchange(exchange.user, self.stopped_text(exchange.assistant), ends=False, is_target=False)
        return [stopped, Exchange(self.rng.choice(CONTINUE_PROMPTS), after_stop)]

    def stopped_text(self, reply: str) -> str:
        """The text of the first few tokens of a reply, as the app has it after a stop."""
        ids = self.tokenizer.encode(reply).ids
        kept_ids = ids[: self.rng.randint(1, max(1, len(ids) - 1))]
        return self.tokenizer.decode(kept_ids).rstrip("\N{REPLACEMENT CHARACTER}")

    def unknown_exchange(self) -> Exchange:
        return Exchange(random_prompt(self.rng, self.known_prompts), FALLBACK_REPLY)

    def join(self, parts: Sequence[list[Exchange]]) -> list[Exchange]:
        """One conversation. Before its last part, some replies are not what the model said: then they are only read."""
        exchanges: list[Exchange] = []
        for part in parts[:-1]:
            # A reply inside a longer dialogue stays whole, because what follows refers to it.
            exchanges += [self.maybe_altered(part[0])] if len(part) == 1 else part
        return [*exchanges, *parts[-1]]

    def maybe_altered(self, exchange: Exchange) -> Exchange:
        draw = self.rng.random()
        if draw < STOPPED_SHARE:
            reply = self.stopped_text(exchange.assistant)
        elif draw < STOPPED_SHARE + REPLACED_SHARE:
            reply = random_text(self.rng, self.rng.randint(1, 20))
        else:
            return exchange
        return Exchange(exchange.user, reply, ends=False, is_target=False)
