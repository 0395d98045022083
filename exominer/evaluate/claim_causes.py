"""A claim that was missed, wrong or too much to the first step at which it went astray."""

from collections.abc import Sequence

from msgspec import Struct

from exominer.evaluate.annotation import Annotation, find_effect, sentence_number
from exominer.evaluate.matching import items_agree, names_overlap, phrase_similarity, spellings
from exominer.records import CargoItem, CellItem, Claim

Items = Sequence[CargoItem | CellItem]
Why = tuple[str, str]


class ClaimCauses(Struct, frozen=True):
    """Compares the two sides of a document; ``predicted`` stands over the gold text."""

    gold: Annotation
    predicted: Annotation
    max_sentences_back: int

    def explain(self, truth: Claim | None, guess: Claim | None) -> Why:
        """Name the cause and what it is about.

        Of several causes the first is named, in the order in which a claim is made: its
        effect, cargo, donor, direction, polarity.
        """
        if truth is None:
            return self._of_false_alarm(guess) if guess else ("", "")
        if guess is None:
            return self._of_miss(truth)
        for role, mine, theirs in (
            ("cargo", truth.cargo, guess.cargo),
            ("donor", truth.donor_cell, guess.donor_cell),
        ):
            if not _agree(role, mine, theirs):
                return self._of_filler(role, mine, theirs, truth, guess)
        said, asked = guess.effect.direction, truth.effect.direction
        if said != asked:
            return "direction wrong", f"{said} for {asked}"
        if truth.polarity != guess.polarity:
            return "polarity wrong", f"{guess.polarity} for {truth.polarity}"
        return "counted for another claim", truth.effect.text

    def _of_miss(self, truth: Claim) -> Why:
        phrase = truth.effect.text
        if any(phrase_similarity(phrase, c.effect.text) for c in self.predicted.claims):
            return "counted for another claim", phrase
        differing = self._overlapping(truth, self.predicted)
        if differing:
            return "effect worded otherwise", f"{differing!r} for {phrase!r}"
        return self._of_vesicle(truth) or ("effect missed", phrase)

    def _of_vesicle(self, truth: Claim) -> Why | None:
        """Whether the vesicle of a missed claim was out of sight."""
        if not self.predicted.has_mentions or not self.gold.document.sentences:
            return None
        side = self.gold if self.gold.has_mentions else self.predicted
        places = [mention.start for mention in side.mentions if mention.kind == "vesicle"]
        back = self._sentences_back(truth, places)
        if places and (back is None or back > self.max_sentences_back):
            return "outside the window", "vesicle"
        if not any(mention.kind == "vesicle" for mention in self.predicted.mentions):
            return "mention missed", "vesicle"
        return None

    def _of_false_alarm(self, guess: Claim) -> Why:
        phrase = guess.effect.text
        if any(phrase_similarity(claim.effect.text, phrase) for claim in self.gold.claims):
            return "said twice", phrase
        differing = self._overlapping(guess, self.gold)
        if differing:
            return "effect worded otherwise", f"{phrase!r} for {differing!r}"
        return "no such effect", phrase

    def _of_filler(self, role: str, mine: Items, theirs: Items, truth: Claim, guess: Claim) -> Why:
        names = [item.text for item in mine]
        named = f"{role} {', '.join(names)}" if names else f"{role} {theirs[0].text}"
        if not mine:
            return "filler added", named
        others: dict[str, Items] = {
            "cargo": guess.cargo,
            "donor": guess.donor_cell,
            "recipient": guess.recipient_cell,
        }
        for other, items in others.items():
            if other != role and _share_a_name(names, items):
                return "role wrong", f"{named}, taken for {other}"
        if self.predicted.has_mentions:
            places = self._places_of(names)
            if not places:
                return "mention missed", named
            back = self._sentences_back(truth, places)
            if self.gold.document.sentences and (back is None or back > self.max_sentences_back):
                return "outside the window", named
        if theirs:
            return "filler wrong", f"{role} {theirs[0].text} for {', '.join(names)}"
        return "not linked", named

    def _places_of(self, names: Sequence[str]) -> list[int]:
        return [
            mention.start
            for mention in self.predicted.annotated.mentions
            if mention.kind != "effect"
            and any(
                names_overlap(name, said)
                for name in names
                for said in (mention.text, mention.name)
                if said
            )
        ]

    def _sentences_back(self, truth: Claim, places: Sequence[int]) -> int | None:
        """How many sentences before the effect the nearest of some places stands, if any."""
        if not truth.evidence:
            return None
        sentences = [(s.start, s.end) for s in self.gold.document.sentences]
        at = sentence_number(sentences, truth.evidence[0].start)
        back = [at - sentence_number(sentences, start) for start in places]
        return min((n for n in back if n >= 0), default=None)

    def _overlapping(self, claim: Claim, side: Annotation) -> str:
        """The words of an effect of the other side in the same place."""
        document = self.gold.document
        span = find_effect(claim, document)
        for other in side.claims if span else ():
            place = find_effect(other, document)
            if span and place and span[0] < place[1] and place[0] < span[1]:
                return other.effect.text
        return ""


def _agree(role: str, mine: Items, theirs: Items) -> bool:
    truth, guess = spellings(mine), spellings(theirs)
    if not truth:
        return role == "donor" or not guess
    return items_agree(truth, guess)


def _share_a_name(names: Sequence[str], items: Items) -> bool:
    return any(names_overlap(name, item.text) for name in names for item in items)
