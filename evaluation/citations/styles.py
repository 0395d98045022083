"""Styles of citing: how a marker and an entry of the list are printed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass
class Ref:
    """A reference of the paper: people as (family, initials), and what is printed of it."""

    people: list[tuple[str, str]]
    title: str
    journal: str
    year: str
    volume: str
    first: str
    last: str
    doi: str
    text: str
    letter: str = ""


@dataclass(frozen=True)
class Style:
    mark: Callable[[list[int], list[Ref]], str]
    entry: Callable[[Ref], str]
    label: str = ""
    by_name: bool = False
    columns: int = 2
    indent: float = 0
    gap: float = 0
    after_stop: bool = False


def initials(given: str, dot: str = "", space: str = "") -> str:
    letters = [word[0] for word in re.findall(r"[^\W\d_]+", given)][:3]
    if given.isupper() and len(given) <= 3:
        letters = [letter for letter in given if letter.isalpha()]
    return space.join(letter + dot for letter in letters)


def plain(people: list[str]) -> list[str]:
    """A body has no initials, so no comma before them."""
    return [re.sub(r"^[\s,]+|[\s,]+$", "", person) for person in people]


def vancouver(ref: Ref) -> str:
    people = [f"{family} {initials(given)}" for family, given in ref.people[:6]]
    people += ["et al"] if len(ref.people) > 6 else []
    doi = f" doi: {ref.doi}" if ref.doi else ""
    title = f"{', '.join(people)}. {ref.title}. {ref.journal} "
    return f"{title}{ref.year};{ref.volume}:{ref.first}–{ref.last}.{doi}"


def nature(ref: Ref) -> str:
    people = plain([f"{family}, {initials(given, '.', ' ')}" for family, given in ref.people])
    if len(people) > 5:
        listed = f"{people[0]} <i>et al.</i>"
    else:
        listed = " &amp; ".join(filter(None, [", ".join(people[:-1]), people[-1]]))
    pages = f"{ref.first}–{ref.last}"
    return f"{listed} {ref.title}. <i>{ref.journal}</i> <b>{ref.volume}</b>, {pages} ({ref.year})."


def elsevier_number(ref: Ref) -> str:
    people = ", ".join(plain([f"{initials(given, '.')} {family}" for family, given in ref.people]))
    pages = f"{ref.first}–{ref.last}"
    doi = f", https://doi.org/{ref.doi}" if ref.doi else ""
    return f"{people}, {ref.title}, {ref.journal} {ref.volume} ({ref.year}) {pages}{doi}."


def elsevier_name(ref: Ref) -> str:
    people = ", ".join(plain([f"{family}, {initials(given, '.')}" for family, given in ref.people]))
    tail = f"{ref.journal} {ref.volume}, {ref.first}–{ref.last}."
    doi = f" https://doi.org/{ref.doi}." if ref.doi else ""
    return f"{people}, {ref.year}{ref.letter}. {ref.title}. {tail}{doi}"


def apa(ref: Ref) -> str:
    people = plain([f"{family}, {initials(given, '.', ' ')}" for family, given in ref.people])
    listed = ", &amp; ".join(filter(None, [", ".join(people[:-1]), people[-1]]))
    doi = f" https://doi.org/{ref.doi}" if ref.doi else ""
    tail = f"<i>{ref.journal}, {ref.volume}</i>, {ref.first}–{ref.last}.{doi}"
    return f"{listed} ({ref.year}{ref.letter}). {ref.title}. {tail}"


def springer(ref: Ref) -> str:
    people = ", ".join(plain([f"{family} {initials(given)}" for family, given in ref.people]))
    doi = f". https://doi.org/{ref.doi}" if ref.doi else ""
    tail = f"{ref.journal} {ref.volume}:{ref.first}–{ref.last}{doi}"
    return f"{people} ({ref.year}{ref.letter}) {ref.title}. {tail}"


def acs(ref: Ref) -> str:
    people = "; ".join(plain([f"{family}, {initials(given, '.')}" for family, given in ref.people]))
    pages = f"{ref.first}–{ref.last}"
    tail = f"<i>{ref.journal}</i> <b>{ref.year}</b>, <i>{ref.volume}</i>, {pages}."
    return f"{people} {ref.title}. {tail}"


def quoted(ref: Ref) -> str:
    people = [f"{initials(given, '. ', '').strip()} {family}" for family, given in ref.people]
    listed = ", and ".join(filter(None, [", ".join(people[:-1]), people[-1]]))
    pages = f"{ref.first}–{ref.last}"
    tail = f"<i>{ref.journal}</i>, vol. {ref.volume}, pp. {pages}, {ref.year}."
    return f"{listed}, “{ref.title},” {tail}"


def ranges(places: list[int], *, comma: str, dash: str = "–") -> str:
    runs: list[list[int]] = []
    for number in sorted({place + 1 for place in places}):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [
        f"{run[0]}{dash}{run[-1]}" if len(run) > 2 else comma.join(map(str, run)) for run in runs
    ]
    return comma.join(parts)


def numbered(before: str, after: str, comma: str, *, raised: bool = False):
    def mark(places: list[int], _refs: list[Ref]) -> str:
        linked = ranges(places, comma=comma)
        rids = " ".join(f"R{place}" for place in sorted(set(places)))
        xref = f'<xref ref-type="bibr" rid="{rids}">{linked}</xref>'
        whole = f"{before}{xref}{after}"
        return f"<sup>{whole}</sup>" if raised else f" {whole}"

    return mark


def named(before: str, after: str, link: str, comma: str):
    def mark(places: list[int], refs: list[Ref]) -> str:
        items = []
        for place in dict.fromkeys(places):
            ref = refs[place]
            families = [family for family, _ in ref.people]
            people = families[0] if len(families) == 1 else f"{families[0]} {link} {families[-1]}"
            people = people if len(families) < 3 else f"{families[0]} et al."
            text = f"{people}{comma} {ref.year}{ref.letter}"
            items.append(f'<xref ref-type="bibr" rid="R{place}">{escape(text)}</xref>')
        return f" {before}{'; '.join(items)}{after}"

    return mark


STYLES = {
    "sup": Style(
        numbered("", "", ",", raised=True),
        nature,
        "{}. ",
        after_stop=True,
        indent=14,
    ),
    "supbracket": Style(
        numbered("[", "]", ",", raised=True),
        vancouver,
        "[{}] ",
        after_stop=True,
    ),
    "bmj": Style(
        numbered("", "", " ", raised=True),
        vancouver,
        "{} ",
        after_stop=True,
        indent=12,
    ),
    "square": Style(numbered("[", "]", ", "), elsevier_number, "[{}] ", indent=18),
    "round": Style(numbered("(", ")", ", "), vancouver, "{}. ", columns=1),
    "acs": Style(numbered("", "", ",", raised=True), acs, "({}) ", after_stop=True),
    "quoted": Style(numbered("[", "]", ", "), quoted, "[{}] "),
    "harvard": Style(named("(", ")", "and", ","), elsevier_name, by_name=True, indent=10),
    "apa": Style(named("(", ")", "&", ","), apa, by_name=True, columns=1, indent=24),
    "springer": Style(named("(", ")", "and", ""), springer, by_name=True, gap=4),
    "solid": Style(named("[", "]", "and", ","), elsevier_name, by_name=True),
}
