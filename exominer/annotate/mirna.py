"""Text -> microRNAs in every spelling, each member of a coordination a mention of its own."""

import re
from collections.abc import Iterator
from typing import Final

from exominer.annotate.recognition import HYPHENS, mention_at
from exominer.records import Mention

_H = rf"[{HYPHENS}]"
_SPECIES = (
    r"(?:hsa|has|mmu|rno|bta|ssc|oar|cfa|mml|gga|xla|dre|dme|cel|ath|osa|ebv|kshv|hcmv|hsv1|mdv1)"
)
_STRAND = rf"(?:{_H}\s?[35][pP](?![A-Za-z0-9]))"
_NUMBER = r"(?:548[a-z]{1,2}|\d{1,5}(?:[a-rt-z](?![a-z])|[A-K](?![A-Za-z]))?)"
_VIRAL = r"(?:BART|BHRF1|K12|UL|US|TAR|H|K|M)(?:[-\d]+[a-z]?)?"
_TAIL = rf"(?:{_H}[1-9](?![\dA-Za-z.,%]\d|\d|[A-Za-z]))?{_STRAND}?\*?"
# "miR-17~92", "miR-17-92", "miR-183-96-182": a second number of one digit is a copy, not a member.
_CLUSTER = (
    rf"(?:(?:[~∼]\d{{1,4}}[a-z]?(?:-\d)?)+|(?:{_H}\d{{2,4}}[a-z]?(?![\w%]|[.,]\d|\sh\b))+"
    rf"|{_H}\d{{1,4}}[a-z]?(?=\scluster))"
)
_STEM = (
    r"(?:[mM]iRs?|mirs?|MIRs?|[mM]iRNAs?|MIRNA|[mM]icro[RN]NAs?|[mM]icro[\s-]RNAs?|MICRORNA)"
    # "microRNA (miR)-21": both words share the number.
    rf"(?:\s?\((?:miRs?|miRNAs?)\)(?=\s?{_H}))?"
)
_QUANTITY = (
    rf"\d+[a-z]?(?:{_H}\d+)?(?:\s?(?:h|hrs?|hours?|d|days?|min|weeks?|months?|%|°|mg|ml|nM|µ|fold"
    r"|patients|genes|samples|copies|out|of|and\s\d+\s[a-z])\b|[.,]\d|\s?%)"
)
# A bare space before the number is trusted only where it is no quantity ("miRNA 24 h").
_GAP = rf"(?:\s?{_H}\s{{0,2}}|\s(?!{_QUANTITY})(?=\d+[a-z]?(?:{_H}|\b))|)"
_FULL: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:anti|antago|ago|pre|pri|onco|Onco)(?:-(?!mir))?(?=[mM]i))?"
    rf"(?:(?P<species>{_SPECIES}){_H}\s?)?"
    rf"(?:(?P<stem>{_STEM}){_GAP}(?P<number>{_NUMBER}{_CLUSTER}?|{_VIRAL})"
    rf"|(?P<let>[lL]et(?:{_H}\s?)?7|LET-7|MIRLET7)(?P<letter>[a-kA-K]?)(?![b-z]))"
    rf"(?P<tail>{_TAIL})(?!s?[A-Za-rt-z0-9])(?:s\b)?"
)
_JOIN = r"(?:\s?,\s?(?:and\s|or\s)?|\s(?:and|or|&)\s|\s?/\s?)"
_NEXT: Final = re.compile(
    rf"(?P<join>{_JOIN})(?P<member>(?P<hyphen>{_H})?(?P<number>{_NUMBER}|[a-k](?![A-Za-z])"
    rf"|[35]p\b)?(?P<tail>{_TAIL}))(?![A-Za-z0-9])(?!\s?°)"
)
_GENE: Final = re.compile(r"\b(?:MIR|miR)(?P<number>\d{1,4})(?P<letter>[A-Z]?)(?P<copy>\d?)\b")
_CLASS: Final = re.compile(
    r"(?<![\w-])(?:(?:pre|pri|onco)-?)?(?:mi(?:cro)?[\s-]?RNAs?|Micro[\s-]?RNAs?|MiRNAs?|miRs)(?![\w])"
    r"|\b(?:oncomiRs|oncomirs|antagomirs?)\b"
)


def find_mirnas(text: str) -> Iterator[Mention]:
    """Find named microRNAs and, as ``dna_rna_class``, the bare "miRNA".

    The name is the normalised one; the concept is given where the species is printed.

    Example:
        >>> [(found.text, found.name) for found in find_mirnas("miR-30a and -9a")]
        [('miR-30a', 'miR-30a'), ('-9a', 'miR-9a')]
    """
    for match in _FULL.finditer(text):
        yield from _coordination(text, match)
    for match in _GENE.finditer(text):
        if _FULL.match(text, match.start()):
            continue
        name = f"miR-{match['number']}{match['letter'].lower()}"
        name += f"-{match['copy']}" if match["copy"] else ""
        yield mention_at(text, *match.span(), kind="mirna", source="mirna", name=name)
    for match in _CLASS.finditer(text):
        if not _FULL.match(text, match.start()):
            yield mention_at(text, *match.span(), kind="dna_rna_class", source="mirna")


def normalise_mirna(number: str, tail: str) -> str:
    """Write a microRNA's name as miRBase does, from its number and its suffixes.

    Example:
        >>> normalise_mirna("146A", "-3P")
        'miR-146a-3p'
    """
    plain = re.sub(r"\s", "", re.sub(_H, "-", number + tail))
    plain = re.sub(r"[~∼]", "-", plain)
    return "miR-" + (plain if re.match(r"[A-Z]", plain) else plain.lower())


def _coordination(text: str, match: re.Match[str]) -> Iterator[Mention]:
    """The microRNA itself, then each member that only adds a number, letter or strand."""
    species = (match["species"] or "").replace("has", "hsa")
    number, tail = match["number"] or "", match["tail"]
    if match["let"]:
        name = re.sub(_H, "-", f"let-7{match['letter'].lower()}{tail.lower()}")
    else:
        name = normalise_mirna(number, tail)
    start = match.start("species") if match["species"] else match.start("stem")
    start = match.start("let") if start < 0 else start
    yield _mirna(text, start, match.end(), name, species)
    is_plural = (match["stem"] or "").endswith("s")
    position = match.end()
    while (member := _NEXT.match(text, position)) and _is_member(member, is_plural=is_plural):
        position = member.end()
        name = _member_name(member, name)
        yield _mirna(text, member.start("member"), position, name, species)


def _mirna(text: str, start: int, end: int, name: str, species: str) -> Mention:
    concept_id = f"mirbase:{species}-{name}" if species else ""
    return mention_at(
        text, start, end, kind="mirna", source="mirna", name=name, concept_id=concept_id
    )


def _is_member(member: re.Match[str], *, is_plural: bool) -> bool:
    """Whether what follows the comma, "and" or slash belongs to the same microRNA list."""
    number = member["number"] or ""
    if not (number or member["tail"]):
        return False
    if "/" in member["join"] or member["hyphen"]:
        return True
    return number[:1].isdigit() and (is_plural or number[-1] in "abc")


def _member_name(member: re.Match[str], previous: str) -> str:
    number, tail = member["number"] or "", member["tail"]
    stem = re.match(r"(?:miR-|let-)\d+", previous)
    if len(number) == 1 and number.isdigit() and (copy := re.match(r"(.+-)[1-9]$", previous)):
        return copy[1] + number
    if number[:1].isdigit() and not number.endswith("p"):
        return ("let-" if previous.startswith("let") and number[0] == "7" else "miR-") + re.sub(
            _H, "-", number + tail
        ).lower()
    if stem is None:
        return previous
    if number.endswith("p") or not number:
        strand = number or tail.strip(HYPHENS)
        return re.sub(r"-[35]p$", "", previous) + "-" + strand.lower()
    return stem[0] + number + re.sub(_H, "-", tail).lower()
