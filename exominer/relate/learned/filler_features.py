"""What speaks for a name filling a role of an effect: where it stands, and what is known of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from exominer.records import RelationKind
from exominer.relate.learned.claim_context import ROLE_PARTS, Before, Guess, Keys, Place, distance
from exominer.relate.learned.documents import DocumentView, GroupKey, Occurrence, filler_key
from exominer.relate.learned.exposure_features import (
    around_features,
    exposed_features,
    given_features,
)
from exominer.relate.learned.sentences import SentenceView
from exominer.relate.vesicles import IRRADIATED, Link

_OPPOSITE: Final[dict[RelationKind, RelationKind]] = {
    "donor": "recipient",
    "recipient": "donor",
    "cargo": "target",
}
_WORD: Final = re.compile(r"[\s-]+")
_GENERIC: Final = frozenset("cell cells human mouse derived line lines of the and".split())
_POINTERS: Final = frozenset({"this", "these", "such", "its", "their", "those"})


class _Claim(Struct, frozen=True):
    """What all names share that are asked for one effect, read once."""

    start: int
    end: int
    rule_fillers: tuple[Mapping[str, frozenset[str]], ...]
    link: Link | None
    link_donors: frozenset[str]
    link_cargo: frozenset[str]
    link_words: frozenset[str]
    last_donors: frozenset[str]
    last_given: frozenset[str]
    said: frozenset[str]
    around: frozenset[str]


class FillerFeatures:
    """Features of the names in reach of a block; what does not hang on an effect is read once."""

    def __init__(self, view: DocumentView, block: int) -> None:
        self.view = view
        self.groups = view.groups_of_block(block)
        self._local = {
            occurrence.mention.mention_id: frozenset(self._read_local(occurrence))
            for occurrences in self.groups.values()
            for occurrence in occurrences
        }
        self._words = {key: _name_words(occurrences) for key, occurrences in self.groups.items()}
        self._known = {key: frozenset(self._read_known(key)) for key in self.groups}
        self._claims: dict[Place, _Claim] = {}
        self._given = [
            occurrence
            for part, name in self.groups
            if part in {"radiation", "dose"}
            for occurrence in self.groups[part, name]
        ]

    def candidates(self, role: RelationKind) -> list[GroupKey]:
        """The names that can fill a role, in order of the text."""
        return [key for key in self.groups if key[0] == ROLE_PARTS[role]]

    def of(
        self, place: Place, role: RelationKind, key: GroupKey, before: Before, chosen: Guess
    ) -> set[str]:
        """All features of one name for one role.

        ``before`` is the last claim, ``chosen`` what this claim has in the roles before this one.
        """
        claim, side = self._claim(place), _side(self.groups[key], place)
        found = set(self._known[key])
        found.update(self._place_features(place, claim, key))
        found.update(self._rule_features(claim, role, key))
        found.update(f"{name} {side}" for name in claim.said)
        found.update(self._name_features(place, role, key, before))
        if role in {"radiation", "dose"}:
            found |= claim.around
            found |= given_features(self.view, self.groups[key], place, chosen, found)
        if role == "recipient":
            donors = chosen.fillers.get("donor", frozenset())
            found.add(f"chosen donor {key[1] in donors} {bool(donors)}")
        return found

    def of_exposure(self, place: Place, chosen: Keys, before: Before) -> set[str]:
        """What decides who was exposed; ``chosen`` are the cargo and the cells of the claim."""
        said = exposed_features(self.view, self._given, place, chosen, before)
        return said | self._claim(place).around

    def _claim(self, place: Place) -> _Claim:
        if place not in self._claims:
            self._claims[place] = self._read_claim(place)
        return self._claims[place]

    def _read_known(self, key: GroupKey) -> Iterator[str]:
        """What the document says of a name, wherever."""
        view, name = self.view, key[1]
        for occurrence in self.groups[key]:
            local = self._local[occurrence.mention.mention_id]
            yield from (f"anywhere {feature}" for feature in local)
        yield f"known cargo {name in view.established}"
        yield f"known donor {name in view.donors} main {name == view.main_donor}"
        yield f"ever given {any(name in cells for cells in view.given)}"
        shared = any(self._words[key] & words for words in view.named_in_vesicles.values())
        yield f"any vesicle's name {shared}"

    def _read_claim(self, place: Place) -> _Claim:
        view, s = self.view, self.view.sentences[place.sentence]
        start, end = s.tree.tokens[place.start].start, s.tree.tokens[place.end].end
        link = view.nearest_link(place.sentence, start, end)
        donors, cargo = (link.donors, link.cargo) if link is not None else ((), ())
        words = view.named_in_vesicles.get(link.vesicle.mention_id) if link is not None else None
        return _Claim(
            start=start,
            end=end,
            rule_fillers=tuple(
                e.fillers for e in view.rule_effects if e.start < end and start < e.end
            ),
            link=link,
            link_donors=frozenset(filler_key(m) for m in donors),
            link_cargo=frozenset(filler_key(m) for m in cargo),
            link_words=words or frozenset(),
            last_donors=view.last_donors(end),
            last_given=view.last_given(place.sentence),
            said=frozenset(self._read_said(place)),
            around=frozenset(around_features(view, place)),
        )

    def _read_said(self, place: Place) -> Iterator[str]:
        """What the effect and its sentence say of all names, seen with where each stands."""
        s = self.view.sentences[place.sentence]
        text = self.view.document.text[s.scene.text_start : s.scene.text_end]
        subject, reached, _ = s.subject(place.start)
        if subject is None:
            yield "no subject"
        else:
            words = s.tree.noun_phrase(subject)
            yield f"subject holds {'+'.join(s.parts_in(words)) or '-'} {reached == 'own'}"
            if s.tree.tokens[subject].pos == "PRON":
                yield f"subject {s.lower[subject]}"
            if _POINTERS & {s.lower[i] for i in words[:2]}:
                yield f"subject points back {s.stems[subject]}"
        yield f"fluid {'fluid' in s.parts} vesicle {bool(s.vesicles)}"
        near_fluid = any("fluid" in s.parts[max(i - 3, 0) : i] for i in s.vesicles)
        yield f"fluid before vesicle {near_fluid}"
        yield f"irradiated {IRRADIATED.search(text) is not None}"
        yield f"organism {'organism' in s.parts}"
        yield f"patients {bool({'patient', 'patients'} & set(s.lower))}"

    def _read_local(self, occurrence: Occurrence) -> Iterator[str]:
        s, mention, head = self._at(occurrence), occurrence.mention, occurrence.head
        tree = s.tree
        covered = tree.covered(mention.start, mention.end)
        first, last = covered[0], covered[-1]
        yield from (f"w-1 {s.word(first - 1)}", f"w+1 {s.word(last + 1)}")
        yield from (f"dep {tree.tokens[head].dep}", f"head {s.stems[tree.heads[head]]}")
        yield from (f"part-1 {s.part(first - 1)}", f"part+1 {s.part(last + 1)}")
        yield from _governors(s, head)
        yield from (f"kind {mention.kind}", f"vesicle here {bool(s.vesicles)}")
        if s.vesicles:
            near = min(s.vesicles, key=lambda j: abs(j - head))
            yield f"vesicle at {max(-4, min(4, near - (last if near > last else first)))}"
            yield f"vesicle by {s.path(head, near, longest=4)}"
            above = set(tree.ancestors(head))
            yield f"under vesicle {any(j in above for j in s.vesicles)}"
        yield from (f"linked {role}" for role in self.view.link_roles.get(mention.mention_id, ()))

    def _at(self, occurrence: Occurrence) -> SentenceView:
        return self.view.sentences[occurrence.sentence]

    def _place_features(self, place: Place, claim: _Claim, key: GroupKey) -> Iterator[str]:
        occurrences = self.groups[key]
        here = [o for o in occurrences if o.sentence == place.sentence]
        apart = [o.sentence - place.sentence for o in occurrences]
        back = min([-d for d in apart if d < 0] + [5])
        ahead = min([d for d in apart if d > 0] + [3])
        yield f"here {bool(here)}"
        yield from (f"back {back} {bool(here)}", f"ahead {ahead} {bool(here)} {min(apart) < 0}")
        yield from self._rank_features(claim, key)
        if here:
            yield from self._here_features(place, key, here)
            return
        s = self.view.sentences[place.sentence]
        yield f"absent, stem {s.stems[place.start]}"
        rivals = [k for k in self.groups if k[0] == key[0] and k != key]
        named = any(o.sentence == place.sentence for k in rivals for o in self.groups[k])
        yield f"absent, others {named}"
        earlier = [o for o in occurrences if o.sentence < place.sentence]
        if earlier:
            local = self._local[earlier[-1].mention.mention_id]
            yield from (f"before {name}" for name in local)
            if earlier[-1].sentence == place.sentence - 1:
                yield from (f"just before {name}" for name in local)

    def _rank_features(self, claim: _Claim, key: GroupKey) -> Iterator[str]:
        """Where a name ranks among its rivals: last named, most frequent, first named."""
        groups, end = self.groups, claim.end
        rivals = [k for k in groups if k[0] == key[0] and k != key]

        def last(name: GroupKey) -> int:
            return max((o.mention.start for o in groups[name] if o.mention.start < end), default=-1)

        mine, occurrences = last(key), groups[key]
        yield f"named later {min(sum(last(k) > mine for k in rivals), 4)}"
        yield f"more frequent {min(sum(len(groups[k]) > len(occurrences) for k in rivals), 4)}"
        start = occurrences[0].mention.start
        yield f"named first {min(sum(groups[k][0].mention.start < start for k in rivals), 4)}"
        yield f"times {min(len(occurrences), 4)}"
        yield f"rivals {min(len(rivals) + 1, 6)}"

    def _here_features(self, place: Place, key: GroupKey, here: list[Occurrence]) -> Iterator[str]:
        s = self.view.sentences[place.sentence]
        i, j, kind = place.start, place.end, place.kind
        nearest = min(here, key=lambda o: distance(o, i, j))
        head, away = nearest.head, distance(nearest, i, j)
        side = "in" if i <= head <= j else "left" if head < i else "right"
        yield from (f"side {side}", f"side {side} {_far(away)}", f"side {side} {kind}")
        yield f"path {s.path(i, head, longest=5)}"
        yield f"path {s.path(i, head, longest=4)} {kind}"
        for name in self._local[nearest.mention.mention_id]:
            yield from (f"here {name}", f"{side} {name}")
        subject, reached, _ = s.subject(i)
        if subject is not None:
            yield f"in subject {head in set(s.tree.subtree(subject))} {s.pos(i)}"
            yield f"is subject {head == subject} {kind}"
            yield from self._subject_features(place, subject, reached, head)
        yield f"times here {min(len(here), 3)}"
        distances = sorted(
            min(distance(o, i, j) for o in occurrences if o.sentence == place.sentence)
            for name, occurrences in self.groups.items()
            if name[0] == key[0] and any(o.sentence == place.sentence for o in occurrences)
        )
        yield f"nearer {min(distances.index(away), 4)} {len(distances) > 1}"
        yield from (f"side {side} {s.sort(i)}", f"side {side} {s.stems[i]}")

    def _subject_features(
        self, place: Place, subject: int, reached: str, head: int
    ) -> Iterator[str]:
        """Whether the predicate's own subject names such things, and this is one of them."""
        s = self.view.sentences[place.sentence]
        words = set(s.tree.noun_phrase(subject))
        part = s.parts[head]
        named = any(s.parts[i] == part for i in words)
        told = f"subject {reached == 'own'} names {named} this {head in words}"
        yield from (told, f"{told} {place.kind}", f"{told} {s.tree.tokens[place.start].tag}")

    def _rule_features(self, claim: _Claim, role: RelationKind, key: GroupKey) -> Iterator[str]:
        name, none = key[1], frozenset[str]()
        met = claim.rule_fillers
        yield f"rule {any(name in fillers.get(role, none) for fillers in met)} {bool(met)}"
        yield f"rule anywhere {name in self.view.rule_names.get(role, none)}"
        other = _OPPOSITE.get(role)
        if other:
            yield f"rule opposite {any(name in fillers.get(other, none) for fillers in met)}"
        if claim.link is not None:
            donors = claim.link_donors
            yield f"link donor {name in donors} {claim.link.inherited} {bool(donors)}"
            yield f"link cargo {name in claim.link_cargo} {bool(claim.link_cargo)}"
            yield f"link irradiated {claim.link.irradiated}"
            yield f"in vesicle's name {bool(self._words[key] & claim.link_words)}"
        yield f"last donor {name in claim.last_donors} {bool(claim.last_donors)}"
        yield f"last given {name in claim.last_given} {bool(claim.last_given)}"

    def _name_features(
        self, place: Place, role: RelationKind, key: GroupKey, before: Before
    ) -> Iterator[str]:
        mention = self.groups[key][0].mention
        text = mention.text.lower()
        yield from (f"kind {mention.kind} {place.kind}", f"claim {place.kind}", f"name {text}")
        yield from (f"name has {word}" for word in set(_WORD.split(text)))
        none = frozenset[str]()
        filled = before.fillers.get(role, none)
        told = f"last claim {key[1] in filled} {bool(filled)}"
        yield told
        gap = min(place.sentence - before.sentence, 3)
        subject = self.view.sentences[place.sentence].subject(place.start)[0]
        yield f"{told} {gap} {gap == 0 and subject == before.subject}"
        other = _OPPOSITE.get(role)
        if other in {"donor", "recipient"}:
            yield f"last claim opposite {key[1] in before.fillers.get(other, none)}"


def _name_words(occurrences: Sequence[Occurrence]) -> frozenset[str]:
    """The words by which a name could be told in a vesicle's: "MSC", "M2", not "cells"."""
    texts = {text.lower() for o in occurrences for text in (o.mention.text, o.mention.name)}
    words = {word for text in texts for word in _WORD.split(text)}
    words |= {word.removesuffix("s") for word in words}
    return frozenset(word for word in words - _GENERIC if len(word) > 1)


def _side(occurrences: Sequence[Occurrence], place: Place) -> str:
    here = [o.head for o in occurrences if o.sentence == place.sentence]
    if not here:
        return "later" if all(o.sentence > place.sentence for o in occurrences) else "earlier"
    head = min(here, key=lambda h: min(abs(h - place.start), abs(h - place.end)))
    return "in" if place.start <= head <= place.end else "left" if head < place.start else "right"


def _far(distance: int) -> int:
    return sum(distance > limit for limit in (1, 3, 6, 12))


def _governors(s: SentenceView, head: int) -> Iterator[str]:
    """The preposition or the verb above a name, with what stands above that."""
    tree, index = s.tree, head
    for _ in range(6):
        above = tree.heads[index]
        if above == index:
            return
        if tree.tokens[above].pos == "ADP":
            over = tree.heads[above]
            yield f"after {s.lower[above]}"
            yield f"after {s.lower[above]} {s.parts[over] or tree.tokens[over].pos}"
            yield f"after {s.lower[above]} of {s.stems[over]}"
            return
        if tree.tokens[above].pos == "VERB":
            yield f"verb {s.stems[above]} {tree.tokens[index].dep}"
            return
        index = above
