"""Text -> mentions of the terms in the tables under ``lexicons/``, a file per kind.

A table has the columns ``term``, ``name`` (written-out or normal form), ``concept_id`` and
``needs`` (what must stand beside the term for it to count); the last three may be left out
or empty. Terms are matched across case, hyphens, spaces, plurals, Greek letters and British
spelling: "MCF-7" is also "MCF7" and "MCF 7", "TGF-β1" also "TGF-beta1".
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from msgspec import Struct

from exominer.annotate.atoms import Atom, is_gap_like, split_atoms
from exominer.annotate.recognition import HYPHENS, LEXICONS_DIR, mention_at
from exominer.records import Mention, MentionKind

# Of tables that hold the same term, the earlier wins.
TABLES: Final[dict[str, MentionKind]] = {
    "cell_lines": "cell_line",
    "cell_types": "cell_type",
    "nucleic_acids": "dna_rna_class",
    "processes": "effect_process",
    "antigens": "antigen",
    "pathways": "pathway",
    "lipids": "lipid",
    "fluids": "fluid",
    "proteins": "gene_or_protein",
}
_H = rf"[{HYPHENS}]"
_LIST = rf"(?:(?:\s?,\s?(?:and\s|or\s)?|\s(?:and|or)\s|/)[A-Z0-9][\w./{HYPHENS}]*){{0,8}}"
_CELL_WORD = r"(?:cells?|cultures?|xenografts?|tumou?rs?|exosom\w+|s?EVs?|spheroids?)\b"
_NEEDS_AFTER: Final = {
    "cells": re.compile(rf"{_LIST}(?:\s(?:[a-z]+\s)?{_CELL_WORD}|{_H}(?:derived|s?EVs?|[Ee]xo))"),
    "plural": re.compile(rf"(?<=s)(?!\w)|{_H}(?:derived|s?EVs?|[Ee]xo)|\s{_CELL_WORD}"),
    "pathway": re.compile(r"\s(?:signal(?:l)?ing|pathway|axis|cascade)"),
}
_NEEDS_BEFORE: Final = re.compile(
    rf"\b[Cc]ell\slines?\s\(?(?:[\w./{HYPHENS}]+(?:,\s|\sand\s|,\sand\s)){{0,8}}$"
)
# "A549R", "MCF-7/ADR", "U87-luc": a subline is a cell line of its own.
_SUBLINE: Final = re.compile(
    rf"(?:[RS]|RR|DDP|CDDP|{_H}?(?:IR|RR|RT|R)|[/{HYPHENS}](?:ADR|ADM|DOX|DDP|CDDP|CIS|cis|TAX|PTX|GEM|OXA|5-?FU|TMZ"
    r"|GR|OVA|[Ll]uc2?|GFP|RFP|P|S))(?!\w)"
)
# What makes the word another: "plasma membrane", "RNA-seq", "serum-free".
_NOT_BEFORE: Final = {
    "fluid": re.compile(
        rf"\s?{_H}?\s?(?:membrane|cells?\b|vessels?|brain|free|starv|flow|pressure|supply|depriv|glucose|counts?\b)"
    ),
    "dna_rna_class": re.compile(
        rf"[\s{HYPHENS}]?(?:seq|sequenc|polymerase|binding|extract|isolat|methyl|ligase|helicase|librar|probes?\b"
        r"|vaccin|fragmentation|ladder|primers?\b|template|exosome|surveillance|decay|interference"
        r"|virus|expression profil)"
    ),
    "cell_type": re.compile(rf"{_H}(?:like|conditioned)\b"),
}
_NOT_AFTER: Final = {
    "fluid": re.compile(r"(?:bovine|calf|horse|goat)\s$|exosome-depleted\s(?:fetal bovine\s)?$"),
    "dna_rna_class": re.compile(r"(?:recombinant|complementary|plasmid)\s$"),
}
_PLAIN_CASE: Final = re.compile(r"[a-z]{3}")


class Entry(Struct, frozen=True):
    """A row of a table; ``letters`` are its letters and digits where case matters, else ""."""

    term: str
    kind: MentionKind
    name: str
    concept_id: str
    needs: str
    letters: str
    gaps: tuple[str, ...]


Node = dict[str, "Node | list[Entry]"]


def find_lexicon_terms(text: str) -> Iterator[Mention]:
    """Find the longest term that starts at each word, from left to right.

    Example:
        >>> [(found.text, found.kind) for found in find_lexicon_terms("MCF 7 apoptosis")]
        [('MCF 7', 'cell_line'), ('apoptosis', 'effect_process')]
    """
    trie = load_trie()
    atoms = split_atoms(text)
    position = 0
    while position < len(atoms):
        found = _longest(text, atoms, position, trie) if atoms[position].starts_word else None
        if found is None:
            position += 1
            continue
        entry, n_atoms = found
        start, end = atoms[position].start, atoms[position + n_atoms - 1].end
        position += n_atoms
        if entry.kind == "cell_line" and (suffix := _SUBLINE.match(text, end)):
            yield mention_at(text, start, suffix.end(), kind="cell_line", source="lexicon")
            continue
        yield mention_at(
            text,
            start,
            end,
            kind=entry.kind,
            source="lexicon",
            name=entry.name,
            concept_id=entry.concept_id,
        )


@cache
def load_trie() -> Node:
    """Read every table once; the keys are atoms, the entries stand under ``""``."""
    trie: Node = {}
    for table, kind in TABLES.items():
        for row in read_table(table):
            _add(trie, row, kind)
    return trie


def read_table(name: str) -> list[tuple[str, str, str, str]]:
    """Read a table's rows (term, name, concept_id, needs), short rows filled with ""."""
    lines = (LEXICONS_DIR / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = []
    for line in lines:
        term, name_, concept_id, needs = [*line.split("\t"), "", "", ""][:4]
        rows.append((term, name_, concept_id, needs))
    return rows


def _add(trie: Node, row: tuple[str, str, str, str], kind: MentionKind) -> None:
    term, name, concept_id, needs = row
    atoms = split_atoms(term)
    gaps = tuple(term[one.end : other.start] for one, other in pairwise(atoms))
    letters = re.sub(r"\W|_", "", term)
    is_free = bool(_PLAIN_CASE.search(term)) or (
        len(letters) > 3 and re.search(r"\d", term) is not None and needs == ""
    )
    entry = Entry(term, kind, name, concept_id, needs, "" if is_free else letters, gaps)
    node = trie
    for atom in atoms:
        child = node.setdefault(atom.key, {})
        if not isinstance(child, dict):
            raise TypeError(f"lexicons: the term {term!r} has an empty atom.")
        node = child
    entries = node.setdefault("", [])
    if isinstance(entries, list):
        entries.append(entry)


def _longest(text: str, atoms: list[Atom], position: int, trie: Node) -> tuple[Entry, int] | None:
    best: tuple[Entry, int] | None = None
    node = trie
    gaps: list[str] = []
    for n_atoms, atom in enumerate(atoms[position : position + 12], start=1):
        child = node.get(atom.key)
        if not isinstance(child, dict):
            break
        node = child
        entries = node.get("", [])
        if isinstance(entries, list) and entries:
            start, end = atoms[position].start, atom.end
            for entry in entries:
                if _fits(entry, text, start, end, gaps) and _ends(text, atom, entry):
                    best = (entry, n_atoms)
                    break
        if position + n_atoms < len(atoms):
            gaps.append(text[atom.end : atoms[position + n_atoms].start])
            if len(gaps[-1]) > 2:
                break
    return best


def _ends(text: str, atom: Atom, entry: Entry) -> bool:
    if atom.ends_word:
        return True
    return entry.kind == "cell_line" and _SUBLINE.match(text, atom.end) is not None


def _fits(entry: Entry, text: str, start: int, end: int, gaps: list[str]) -> bool:
    printed = text[start:end]
    letters = re.sub(r"\W|_", "", printed)
    exact = letters in (entry.letters, entry.letters + "s") if entry.letters else True
    if not exact:
        return False
    may_open = len(gaps) > 1 or re.match(r"[A-Za-z]{2}", printed) is not None
    for wanted, found in zip(entry.gaps, gaps, strict=True):
        if not is_gap_like(wanted, found, may_open=may_open):
            return False
    unwanted = _NOT_BEFORE.get(entry.kind)
    if unwanted is not None and unwanted.match(text, end):
        return False
    unwanted = _NOT_AFTER.get(entry.kind)
    if unwanted is not None and unwanted.search(text, max(0, start - 40), start):
        return False
    return not entry.needs or _has_need(entry.needs, text, start, end)


def _has_need(needs: str, text: str, start: int, end: int) -> bool:
    if _NEEDS_AFTER[needs].match(text, end):
        return True
    return needs == "cells" and _NEEDS_BEFORE.search(text, max(0, start - 80), start) is not None
