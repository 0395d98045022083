"""An authored file -> an AuthoredDocument: what an annotator wrote, strings still unplaced.

Annotators write the words and decide what they mean; ``authored_anchors`` finds the places,
``authored_check`` says what can't be found and ``authored_gold`` makes records.
"""

from pathlib import Path
from typing import Literal, get_args

import msgspec
from msgspec import Struct, field

from exominer.corpus import AuthoredSource
from exominer.errors import InputError
from exominer.records import (
    AuthoredKind,
    ClaimKind,
    Direction,
    Exposed,
    Finding,
    Polarity,
    StudyModel,
)

Sort = Literal[
    "abstract",
    "results",
    "review",
    "caption",
    "table",
    "broken_english",
    "methods_near_miss",
    "negative",
]
NegativeSort = Literal[
    "rna_exosome", "radiation_no_vesicle", "vesicle_in_methods", "non_vesicular_route", "other"
]

AUTHORED_KINDS: tuple[AuthoredKind, ...] = get_args(AuthoredKind)


class AuthoredRadiation(Struct, frozen=True, forbid_unknown_fields=True):
    """Modality and dose as printed, and who was exposed."""

    modality: str
    exposed: Exposed
    dose: str | None = None


class AuthoredClaim(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim in strings of the text; "phrase@2" means the second occurrence."""

    kind: ClaimKind
    effect: str
    cargo: tuple[str, ...]
    donor: tuple[str, ...]
    recipient: tuple[str, ...]
    direction: Direction
    polarity: Polarity
    radiation: AuthoredRadiation | None
    finding: Finding
    study_model: StudyModel
    cue: str | None = None
    process: str = ""
    target: str = ""
    pathway: str = ""


class AuthoredDocument(Struct, frozen=True, forbid_unknown_fields=True):
    """A document as authored; exactly one of ``text`` and ``pmid`` is filled."""

    id: str
    sort: Sort
    title: str
    source: AuthoredSource
    mentions: dict[AuthoredKind, tuple[str, ...]]
    claims: tuple[AuthoredClaim, ...]
    negative: NegativeSort | None = None
    text: str = ""
    pmid: str = ""
    contestable: tuple[str, ...] = field(default_factory=tuple)


def read_authored(path: Path) -> AuthoredDocument:
    """Read one authored file.

    Raises:
        InputError: If the file can't be read, is not JSON, or a field is missing, unknown or
            has a value that is none of its own.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=AuthoredDocument)
    except OSError as error:
        raise InputError(str(path), error.strerror or "cannot be read") from error
    except msgspec.DecodeError as error:
        do = "Run `python annotations/check.py` on it, which lists every error."
        raise InputError(str(path), str(error), do) from error
