"""A document as features see it: its sentences, who is known for what, what the rules found."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct, structs

from exominer.records import AnnotatedDocument, Frame, Mention
from exominer.relate.agents import cargo_key
from exominer.relate.cargo import establish_cargo
from exominer.relate.learned.sentences import PARTS, SentenceView
from exominer.relate.roles import setup_cells
from exominer.relate.scene import Scene, build_scenes
from exominer.relate.vesicles import Link, link_vesicles
from exominer.units import reading_units

Part = str
GroupKey = tuple[Part, str]
CANDIDATE_PARTS: Final = frozenset({"molecule", "cell", "radiation", "dose"})
TARGET_PARTS: Final = frozenset({"cell", "organism", "disease", "tissue"})
_DOSE_SPACE: Final = re.compile(r"\s+")
_NAME_PART: Final = re.compile(r"[a-z0-9]+")
_VESICLE_WORDS: Final = frozenset(
    """exosome exosomes exo exos ev evs vesicle vesicles derived small extracellular exosomal of
    the and in by from with these microvesicles microparticles mps , . ( )""".split()
)


SHORT_DOCUMENT: Final = 40
"""Sentences up to which a text counts as an abstract, every name of which is in reach."""

BLOCK: Final = 6
REACH_BACK: Final = 12
REACH_AHEAD: Final = 2
"""In a longer text names are looked for this many sentences around a block of sentences."""


class Occurrence(Struct, frozen=True):
    """A mention in its sentence; ``head`` is the token the sentence attaches to."""

    sentence: int
    mention: Mention
    head: int


Groups = Mapping[GroupKey, Sequence[Occurrence]]


class RuleEffect(Struct, frozen=True):
    """An effect that the rules found: its span, its frame, and keys of fillers by role."""

    start: int
    end: int
    frame: Frame
    fillers: Mapping[str, frozenset[str]]


def filler_key(mention: Mention) -> str:
    """The name under which mentions of one molecule, cell, modality or dose meet."""
    if mention.kind == "dose":
        return _DOSE_SPACE.sub(" ", mention.text.lower())
    return cargo_key(mention)


class DocumentView:
    """What all features of a document share; built from the document after the rules."""

    def __init__(self, ruled: AnnotatedDocument, *, max_sentences_back: int) -> None:
        bare = tuple(m for m in ruled.mentions if m.kind != "effect")
        self.document = ruled.document
        self.ruled = ruled
        scenes = build_scenes(structs.replace(ruled, mentions=bare))
        self.sentences = [SentenceView(scene) for scene in scenes]
        self.links = link_vesicles(scenes, max_sentences_back=max_sentences_back)
        self.established = establish_cargo(scenes, self.links)
        self.donors = frozenset(cargo_key(m) for link in self.links for m in link.donors)
        self.is_cell = self._find_cells(scenes)
        self.paragraphs = self._number_paragraphs(scenes)
        self.rule_effects = self._read_rule_effects()
        self._rules_in: dict[int, list[tuple[int, int, Frame]]] = {}
        self.rule_names = self._read_rule_names()
        self.groups = self._group_mentions()
        self._targets: dict[str, frozenset[GroupKey]] = {}
        self._link_starts = [link.vesicle.start for link in self.links]
        self.links_by_sentence: defaultdict[int, list[Link]] = defaultdict(list)
        for link in self.links:
            self.links_by_sentence[link.scene].append(link)
        self.link_roles = self._read_link_roles()
        self.named_in_vesicles = self._read_vesicle_names()
        self.given = self._read_given()
        counts = Counter(cargo_key(m) for link in self.links for m in link.donors)
        self.main_donor = max(sorted(counts), key=counts.__getitem__) if counts else ""
        self.near_vesicle = Counter(
            key
            for sentence in self.sentences
            if sentence.vesicles
            for key in {cargo_key(m) for m in sentence.scene.mentions if m.kind != "vesicle"}
        )

    @property
    def is_short(self) -> bool:
        """Whether all of the document is in reach of each of its sentences."""
        return len(self.sentences) <= SHORT_DOCUMENT

    def block(self, number: int) -> int:
        """The number of the block that a sentence is in; a short document is one block."""
        return 0 if self.is_short else number // BLOCK

    def groups_of_block(self, block: int) -> Groups:
        """The names in reach of a block, with their occurrences there."""
        if self.is_short:
            return self.groups
        first, last = block * BLOCK - REACH_BACK, (block + 1) * BLOCK + REACH_AHEAD
        near = {
            key: [o for o in occurrences if first <= o.sentence < last]
            for key, occurrences in self.groups.items()
        }
        return {key: occurrences for key, occurrences in near.items() if occurrences}

    def nearest_link(self, number: int, start: int, end: int) -> Link | None:
        """The vesicle of a sentence nearest to an offset, else the last one before it ends."""
        here = self.links_by_sentence.get(number, [])
        if here:
            return min(here, key=lambda link: abs(link.vesicle.start - start))
        place = bisect_left(self._link_starts, end)
        return self.links[place - 1] if place else None

    def last_donors(self, end: int) -> frozenset[str]:
        """Donors of the last vesicles before an offset that name any."""
        for link in reversed(self.links):
            if link.donors and link.vesicle.start < end:
                return frozenset(cargo_key(m) for m in link.donors)
        return frozenset()

    def last_given(self, number: int) -> frozenset[str]:
        """Cells of the last sentence up to a number in which vesicles were given to cells."""
        for earlier in range(number, -1, -1):
            if self.given[earlier]:
                return self.given[earlier]
        return frozenset()

    def _read_given(self) -> list[frozenset[str]]:
        return [
            frozenset(cargo_key(cell) for cell in setup_cells(sentence.scene))
            for sentence in self.sentences
        ]

    def _read_vesicle_names(self) -> dict[str, frozenset[str]]:
        """Words in and just before each vesicle mention ("M2 vesicles", "MSC-EVs"), by its id."""
        found = {}
        for sentence in self.sentences:
            for mention in sentence.scene.of_kind("vesicle"):
                covered = sentence.tree.covered(mention.start, mention.end)
                before = sentence.lower[max(covered[0] - 2, 0) : covered[0]] if covered else []
                words = set(_NAME_PART.findall(mention.text.lower())) | set(before)
                found[mention.mention_id] = frozenset(words - _VESICLE_WORDS)
        return found

    def rules_in(self, sentence: SentenceView) -> list[tuple[int, int, Frame]]:
        """Effects of the rules in a sentence, as first and last token with their frame."""
        start = sentence.scene.text_start
        if start not in self._rules_in:
            self._rules_in[start] = self._find_rules_in(sentence)
        return self._rules_in[start]

    def _find_rules_in(self, sentence: SentenceView) -> list[tuple[int, int, Frame]]:
        scene = sentence.scene
        found = []
        for effect in self.rule_effects:
            if scene.text_start <= effect.start < scene.text_end:
                covered = scene.tree.covered(effect.start, effect.end)
                if covered:
                    found.append((covered[0], covered[-1], effect.frame))
        return found

    def _find_cells(self, scenes: Sequence[Scene]) -> list[bool]:
        """Whether each unit is a table cell, which the rules for tables read."""
        prose = {(s.start, s.end) for s in self.document.sentences}
        units = {(u.start, u.end) for u in reading_units(self.document)} - prose
        return [(scene.text_start, scene.text_end) in units for scene in scenes]

    def _number_paragraphs(self, scenes: Sequence[Scene]) -> list[int]:
        """The number of the paragraph of each sentence; a blank line ends one."""
        numbers, number, end = [], 0, 0
        for scene in scenes:
            number += "\n\n" in self.document.text[end : scene.text_start]
            numbers.append(number)
            end = scene.text_end
        return numbers

    def in_paragraph(self, key: GroupKey, number: int) -> bool:
        """Whether a name stands in the paragraph of a sentence."""
        paragraph = self.paragraphs[number]
        return any(self.paragraphs[o.sentence] == paragraph for o in self.groups[key])

    def targets(self, occurrence: Occurrence) -> frozenset[GroupKey]:
        """What a dose or a modality was given to: the cells or the body nearest by tree."""
        found = self._targets.get(occurrence.mention.mention_id)
        if found is None:
            found = self._find_targets(occurrence)
            self._targets[occurrence.mention.mention_id] = found
        return found

    def _find_targets(self, occurrence: Occurrence) -> frozenset[GroupKey]:
        s = self.sentences[occurrence.sentence]
        things = [
            (s.noun_over(s.scene.head[m.mention_id]), (PARTS.get(m.kind, m.kind), filler_key(m)))
            for m in s.scene.mentions
            if PARTS.get(m.kind, m.kind) in TARGET_PARTS and m.mention_id in s.scene.head
        ]
        if not things:
            return frozenset()
        ways = {noun: s.steps(occurrence.head, noun) for noun, _ in things}
        nearest = min(ways, key=lambda noun: (ways[noun], abs(noun - occurrence.head)))
        together = set(s.tree.conjuncts(nearest))
        return frozenset(key for noun, key in things if noun in together)

    def _read_rule_effects(self) -> list[RuleEffect]:
        mentions = {m.mention_id: m for m in self.ruled.mentions}
        fillers: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for relation in self.ruled.relations:
            fillers[relation.head][relation.kind].add(filler_key(mentions[relation.tail]))
        return [
            RuleEffect(
                mentions[frame.effect].start,
                mentions[frame.effect].end,
                frame,
                {role: frozenset(keys) for role, keys in fillers[frame.effect].items()},
            )
            for frame in self.ruled.frames
        ]

    def _read_rule_names(self) -> dict[str, frozenset[str]]:
        """Every name that the rules gave a role, by role."""
        names: defaultdict[str, set[str]] = defaultdict(set)
        for effect in self.rule_effects:
            for role, keys in effect.fillers.items():
                names[role] |= keys
        return {role: frozenset(keys) for role, keys in names.items()}

    def _group_mentions(self) -> dict[GroupKey, list[Occurrence]]:
        """Occurrences of what can fill a role, by part and name, in order of the text."""
        groups: defaultdict[GroupKey, list[Occurrence]] = defaultdict(list)
        for number, sentence in enumerate(self.sentences):
            for mention in sentence.scene.mentions:
                part = PARTS.get(mention.kind, mention.kind)
                head = sentence.scene.head.get(mention.mention_id)
                if part in CANDIDATE_PARTS and head is not None:
                    key = (part, filler_key(mention))
                    groups[key].append(Occurrence(number, mention, head))
        return dict(groups)

    def _read_link_roles(self) -> dict[str, tuple[str, ...]]:
        """What the vesicle links make of a mention, by its id."""
        roles: defaultdict[str, set[str]] = defaultdict(set)
        for link in self.links:
            for mention in link.donors:
                roles[mention.mention_id].add("inherited" if link.inherited else "donor")
            for mention in link.cargo:
                roles[mention.mention_id].add("cargo")
        return {name: tuple(sorted(found)) for name, found in roles.items()}
