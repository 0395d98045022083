"""What an examination finds: a line for each thing looked at."""

from typing import Literal

from msgspec import Struct

State = Literal["ok", "note", "wrong"]
"""``note`` is worth knowing and stops nothing; ``wrong`` is needed and does not work."""


class Check(Struct, frozen=True):
    """One thing that was looked at: what was found, and what mends it."""

    area: str
    name: str
    state: State
    said: str
    do: str = ""
