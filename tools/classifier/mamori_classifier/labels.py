"""The heads of the classifier: what each says, and which of them a row of text can teach."""

CATEGORIES = (
    "violence_weapons",
    "illegal_goods_fraud",
    "cyber",
    "hate",
    "harassment_profanity",
    "sexual",
    "minors",
    "self_harm",
    "privacy",
    "specialised_advice",
    "misinformation_defamation_ip",
    "prompt_attack",
)
"""Risk categories, in the order of the model's outputs."""

HEADS = (*CATEGORIES, "refusal", "harmful", "toxic")
"""All outputs. `harmful`: asks for or gives something that hurts somebody; `toxic`: insults or degrades."""

HEAD_INDEX = {head: index for index, head in enumerate(HEADS)}

TOXIC_CATEGORIES = frozenset({"hate", "harassment_profanity"})

APART_CATEGORIES = frozenset({"specialised_advice", "prompt_attack"})
"""Categories that do not make a text harmful by themselves: they are decided by their own heads."""

LANGUAGES = ("en", "ja", "ko", "zh")
SIDES = ("prompt", "response")
