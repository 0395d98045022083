"""Gold as marked text: "{miR-21|mirna} in {exosomes|vesicle}" gives a text and its mentions."""

import re

from exominer.records import Mention

_MARK = re.compile(r"\{([^{}|]+)\|([a-z_]+)\}")


def parse_marked(marked):
    """The text without marks and its mentions T1, T2 ... in order."""
    text, mentions, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        start = len(text)
        text += match[1]
        identifier = f"T{len(mentions) + 1}"
        mentions.append(Mention(identifier, match[2], start, len(text), match[1]))
        position = match.end()
    text += marked[position:]
    if "{" in text or "}" in text:
        raise ValueError(f"Unbalanced mark in {marked!r}.")
    return text, tuple(mentions)
