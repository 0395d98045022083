"""Words of a heading to the kind of section that it opens, and labels of captions."""

import re
from collections.abc import Sequence

from exominer.records import SectionKind

_KIND_WORDS: tuple[tuple[SectionKind, tuple[str, ...]], ...] = (
    ("abstract", (r"(?:structured |graphical |short )?(?:abstract|summary)",)),
    (
        "references",
        (
            r"(?:list of |cited |literature |key |bibliographic )?references?(?: list| cited)?"
            r"(?: and (?:notes|recommended reading|further reading))?(?: \(\d+\))?",
            r"notes and references",
            r"bibliography",
            r"(?:literature|works) cited",
        ),
    ),
    (
        "results",
        (r"(?:main |experimental )?results?(?: and (?:discussions?|analys[ie]s))?", r"findings"),
    ),
    (
        "discussion",
        (
            r"(?:general )?discussions?(?: and (?:conclusions?|perspectives?))?",
            r"(?:strengths and )?limitations(?: .*)?",
        ),
    ),
    (
        "conclusion",
        (
            r"(?:summary and |discussion and )?conclusions?(?: and .*|, .*)?",
            r"(?:summary and |conclusions? and )?outlook",
            r"(?:summary and |conclusions? and )?(?:future )?(?:perspectives?|directions?)",
            r"concluding remarks(?: .*)?",
        ),
    ),
    (
        "introduction",
        (
            r"(?:general )?introduction(?: and .*)?",
            r"background(?: and .*)?",
            r"rationale",
            r"(?:study )?(?:aims?|objectives?|purpose)(?: of .*)?",
        ),
    ),
    (
        "methods",
        (
            r"(?:\w+ |\w+, )?(?:materials?|patients?|subjects|animals|participants|design)"
            r"(?: and |, |,? & ?)(?:\w+ and )?(?:methods?|procedures?)",
            r"(?:online |research |supplementary )?methods?(?:(?: and |/| & )\w+)?",
            r"methodology|materials|star ?\W? ?methods",
            r"experimental(?: section| procedures?| design| methods?)?",
        ),
    ),
    (
        "back",
        (
            r"acknowledge?ments?|fundings?(?: .*)?|(?:financial|grant) support",
            r"financial disclosures?",
            r"(?:list of )?abbreviations?(?: used)?|glossary|key ?words|footnotes?|notes|orcid.*",
            r"(?:about the )?authors?\W{0,2}s?(?: .*)?|contributions|contributors|affiliations?",
            r"(?:competing|conflicts?(?: of)?|declarations? of (?:competing )?|financial)"
            r"(?: \w+)? ?interests?(?: .*)?|declarations?|disclosures?(?: .*)?",
            r"ethic(?:s|al) (?:approval|statement|declaration|consideration|committee)s?(?: .*)?",
            r"(?:informed )?consent(?: for| to| statement)?(?: .*)?|institutional review board.*",
            r"(?:data|code|materials?)(?: and .*)? (?:availability|sharing|accessibility)(?: .*)?",
            r"availability of .*|data accessibility|trials? registration(?: .*)?",
            r"(?:electronic )?supplement(?:al|ary) \w+|supporting information|supplements?",
            r"additional (?:files?|information)|appendi(?:x|ces)(?: .*)?|publisher\W{0,2}s note",
            r"article information|peer[ -]review.*|provenance.*|correspondence(?: .*)?",
            r"copyright.*|open access|(?:rights|reprints) and permissions|received|edited by",
        ),
    ),
)
_KIND_PATTERNS = tuple(
    (kind, re.compile("|".join(words), re.IGNORECASE)) for kind, words in _KIND_WORDS
)
_NUMBER = re.compile(
    r"(?:section\s+)?(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}(?=[.)])|[A-H](?=[.)]\s))"
    r"[.):]?\s*(?:[|•–—-]\s*)?(?=[^\W\d])",
    re.IGNORECASE,
)
_LETTER_SPACED = re.compile(r"(?:\w )+\w")
_CAPTION_LABEL = re.compile(
    r"(?:(?:supplementary|supplemental|additional|extended data|online)\s+)?"
    r"(?P<noun>fig(?:ure)?s?\.?|tab(?:le)?\.?|scheme|box|chart|plate|video|movie)\s*"
    r"(?P<number>[SA]?\d{1,3}[A-Za-z]?|[IVX]{1,5})\b",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(r"(?:introduction|background)\W*$", re.IGNORECASE)
_MOST_INNER_HEADINGS = 8
_INHERITED = frozenset({"methods", "results", "discussion", "back", "references"})


def find_section_kind(heading: str) -> SectionKind | None:
    """Tell a section's kind by the words of its heading; ``None`` if they name none.

    A leading number ("2.1", "IV."), a colon or full stop at the end, letter-spacing
    ("A B S T R A C T") and case do not matter. "Results and discussion" is ``results``.

    Example:
        >>> find_section_kind("2. Materials and Methods"), find_section_kind("Exosome uptake")
        ('methods', None)
    """
    words = " ".join(heading.split())
    words = _NUMBER.sub("", words, count=1) if _NUMBER.match(words) else words
    words = words.strip(" .:|•■*#_")
    if _LETTER_SPACED.fullmatch(words):
        words = words.replace(" ", "")
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.fullmatch(words)), None)


def find_section_kinds(
    headings: Sequence[tuple[str, SectionKind | None]],
) -> list[SectionKind]:
    """Give every heading of a document its kind, in order.

    A heading whose words say nothing belongs to the numbered section above it ("2.1" to
    "2 Methods") or, unnumbered, to the methods, results, discussion or back matter that
    run; anywhere else it is ``body``. The headings of a structured abstract are
    ``abstract`` when an introduction follows them.

    Args:
        headings: Each with the kind that the source gives, if it does; that always holds.

    Example:
        >>> find_section_kinds([("Background", None), ("Uptake", None), ("Methods", None)])
        ['introduction', 'body', 'methods']
    """
    kinds: list[SectionKind] = []
    numbered: dict[str, SectionKind] = {}
    for text, given in headings:
        number = _find_number(text)
        kind = given or find_section_kind(text) or _inherit(kinds, numbered, number)
        kinds.append(kind)
        if number:
            numbered[number] = kind
    return _mark_structured_abstract(headings, kinds)


def find_caption_label(text: str) -> str:
    """Return the label that a caption begins with ("Fig. 2", "Table S1"), or "".

    Example:
        >>> find_caption_label("Figure 3. Uptake of vesicles")
        'Figure 3'
    """
    match = _CAPTION_LABEL.match(text.lstrip(" *#_"))
    return " ".join(match.group().split()) if match else ""


def _find_number(heading: str) -> str:
    match = _NUMBER.match(" ".join(heading.split()))
    return match["number"] if match else ""


def _inherit(
    kinds: Sequence[SectionKind], numbered: dict[str, SectionKind], number: str
) -> SectionKind:
    if "." in number:
        parent = numbered.get(number.rpartition(".")[0])
        if parent is not None:
            return parent
    elif number:
        return "body"
    return kinds[-1] if kinds and kinds[-1] in _INHERITED else "body"


def _mark_structured_abstract(
    headings: Sequence[tuple[str, SectionKind | None]], kinds: list[SectionKind]
) -> list[SectionKind]:
    """Between "Abstract" and the introduction proper, inner headings are the abstract's.

    A structured abstract often has a "Background" of its own, so the last one counts, and
    it must come after results or conclusions.
    """
    first = kinds.index("abstract") if "abstract" in kinds else len(kinds)
    openings = [
        i
        for i, (text, _) in enumerate(headings)
        if i > first and _INTRODUCTION.search(" ".join(text.split()))
    ]
    last = openings[-1] if openings else 0
    inner = kinds[first + 1 : last]
    if not {"results", "conclusion"} & set(inner) or len(inner) > _MOST_INNER_HEADINGS:
        return kinds
    return [
        "abstract" if first < i < last and headings[i][1] is None and kind != "back" else kind
        for i, kind in enumerate(kinds)
    ]
