"""A document of the ledger with what the page shows of it."""

from msgspec import Struct, structs

from exominer.assemble.evidence import Places
from exominer.export.highlights import Highlight
from exominer.export.rows import MentionRow
from exominer.records import Claim, Document
from exominer.review.decisions import Placed, Slot
from exominer.run.outcome import Outcome

_SLOTS: dict[str, tuple[Slot, ...]] = {
    "effect": ("effect",),
    "cargo": ("cargo",),
    "donor": ("donor",),
    "recipient": ("recipient",),
    "radiation": ("radiation", "dose"),
    "cue": ("cue",),
}


class Paper(Struct, frozen=True):
    """The text with its layers and mentions; ``highlights`` are by claim_id."""

    places: Places
    mentions: tuple[MentionRow, ...]
    highlights: dict[str, tuple[Highlight, ...]]

    @property
    def document(self) -> Document:
        """The document with its text."""
        return self.places.document

    def hints(self, claim: Claim) -> tuple[Placed, ...]:
        """Where the run found the parts of one of its claims.

        A highlight of the radiation may be its modality or its dose, and stands for both.
        """
        found = self.highlights.get(claim.claim_id, ())
        return tuple(Placed(slot, h.start, h.end) for h in found for slot in _SLOTS[h.role])


def open_paper(outcome: Outcome) -> Paper:
    """Put text and layers together again."""
    bare = Document(outcome.document, outcome.sha256, "text", "", outcome.title)
    whole = structs.replace(outcome.layers or bare, document=outcome.document, text=outcome.text)
    return Paper(
        places=Places(whole),
        mentions=outcome.mentions,
        highlights={
            claim.claim_id: parts
            for claim, parts in zip(outcome.claims, outcome.highlights, strict=False)
        },
    )
