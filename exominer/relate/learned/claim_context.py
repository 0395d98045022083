"""What a claim is decided with: its place, what it has so far, and the claim before it."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from exominer.records import ClaimKind, RelationKind
from exominer.relate.learned.documents import DocumentView, Occurrence

ROLE_PARTS: Final[dict[RelationKind, str]] = {
    "cargo": "molecule",
    "donor": "cell",
    "recipient": "cell",
    "radiation": "radiation",
    "dose": "dose",
}
"""The roles as they are decided one by one, and the part of the names that can fill each."""

Keys = Mapping[RelationKind, frozenset[str]]


class Guess(Struct, frozen=True):
    """What was decided of a claim: the keys of its fillers by role, and who was exposed."""

    fillers: Mapping[RelationKind, frozenset[str]]
    exposed: str


class Before(Struct, frozen=True):
    """The claim before: what was decided of it, and where it stands."""

    guess: Guess
    sentence: int
    subject: int | None

    @property
    def fillers(self) -> Mapping[RelationKind, frozenset[str]]:
        """The keys of its fillers by role."""
        return self.guess.fillers


NOTHING: Final = Before(Guess({}, "-"), -9, None)


class Place(Struct, frozen=True):
    """An effect phrase: its sentence, its first and last token, and its kind of claim."""

    sentence: int
    start: int
    end: int
    kind: ClaimKind = "function"


def read_before(view: DocumentView, place: Place, guess: Guess) -> Before:
    """What the claim after one is to know of it."""
    return Before(guess, place.sentence, view.sentences[place.sentence].subject(place.start)[0])


def context_features(
    place: Place, fillers: Mapping[RelationKind, frozenset[str]], before: Before
) -> set[str]:
    """What a claim's own fillers and the claim before say of who was exposed."""
    gap = min(place.sentence - before.sentence, 3)
    same = {role: fillers.get(role) == before.fillers.get(role) for role in ("donor", "recipient")}
    return {
        f"last exposed {before.guess.exposed}",
        f"last exposed {before.guess.exposed} {gap}",
        f"last exposed {before.guess.exposed} {same['donor']} {same['recipient']}",
        f"last exposed {before.guess.exposed} {place.kind}",
        f"claim {place.kind}",
        *(f"fills {role} {bool(fillers.get(role))}" for role in ("donor", "recipient", "cargo")),
        f"fills {bool(fillers.get('donor'))} {bool(fillers.get('recipient'))} {place.kind}",
    }


def in_order(occurrences: Sequence[Occurrence], place: Place) -> list[Occurrence]:
    """Occurrences as they are likely to be meant: in the effect's sentence, before it, after it."""

    def rank(occurrence: Occurrence) -> tuple[int, int]:
        apart = occurrence.sentence - place.sentence
        if not apart:
            return 0, distance(occurrence, place.start, place.end)
        return (1, -occurrence.mention.start) if apart < 0 else (2, occurrence.mention.start)

    return sorted(occurrences, key=rank)


def distance(occurrence: Occurrence, start: int, end: int) -> int:
    """How many tokens lie between an occurrence and the nearer end of a phrase."""
    return min(abs(occurrence.head - start), abs(occurrence.head - end))
