"""The text of a reference -> its title, year and DOI, as far as they are printed."""

import re

from exominer.ingest.authors import find_authors

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_BROKEN_DOI = re.compile(
    r"\b(10\.\d{4,9}/[^\s\"<>]*)\s([^\s\"<>\[(,;:]+)(?=[.,;]?(?:$|\s(?:PMID|\[|Accessed|Epub|https?)))"
)
_BROKEN_HEAD = re.compile(r"(\b10\.)\s?(\d{4,9})\s?/\s?(?=[a-z0-9])|\b(10\.\d{4,9}/)\s(?=\S*\d)")
_URL_BREAK = re.compile(
    r"(https?://\S*[/.=_-])\s(?=[a-z\d]\S*)|(https?:)\s?(//)\s?|(https?://doi\.org/)\s"
)
_YEAR = re.compile(r"(?<![\d:/–-])(?<![–-] )(?<!\d\.)((?:18|19|20)\d\d)[a-h]?(?![\d–-])(?!/\d)")
_YEAR_IN_BRACKETS = re.compile(r"\(((?:18|19|20)\d\d)[a-h]?(?:[,;/ ][^)]*)?\)")
_LEADING_YEAR = re.compile(
    r"[\s.,:;]*\(?(?:(?:18|19|20)\d\d[a-h]?|in press|n\.d\.)(?:[,;/][^)]{1,20})?\)?[\s.,:;]+",
)
_QUOTED = re.compile(r"[“\"‘']{1,2}(.{8,}?)[,.?!]?[”\"’']{1,2}(?=[\s,.]|$)")
_TITLE_END = re.compile(
    r"(?<=[\w)\]”\"’*+®™%?!])([.?!])(?=\s+(?:[^\W\d_a-zß-öø-ÿ]|[“\"(\[]|(?:18|19|20)\d\d)|\s*$)"
)
_NO_END = re.compile(r"\b(?:vs|St|No|spp?|subsp|var|cv|cf|al|e\.g|i\.e|Dr|approx)$")
_GROUP = re.compile(
    r"(?:(?:on behalf of|for) (?:the )?[^.]{3,90}|[^.\s][^.]{2,60}\b(?:[Ii]nvestigators"
    r"|[Cc]onsortium|(?:[Ss]tudy |[Ww]orking |[Cc]ollaborative )[Gg]roup))[.:]\s+"
)
_COMMA_TITLE = re.compile(
    r"(?P<title>.+?),\s(?=(?:in:?\s)?[A-Z][\w.&:()’' -]*?,?\s(?:\d+\s?\((?:18|19|20)\d\d\)|vol\.))"
)
_LONGEST = 1200
"""Characters after the authors in which a title is looked for."""

_LOWER_WORDS = re.compile(r"\b[a-z]{2,}\b")
_VOLUME = re.compile(r"\s\d{1,4}(?:\s?\(\d+\))?[,:;]|https?://|\bdoi\b")
_AFTER = re.compile(r"\s*(?:(?:18|19|20)?\d{1,4}\b|\()")


def join_broken_links(text: str) -> str:
    """Close the spaces that line ends left in a DOI or a URL.

    Example:
        >>> join_broken_links("J Test 2011. doi: 10.1000/jt.20 11-3a.")
        'J Test 2011. doi: 10.1000/jt.2011-3a.'
    """
    text = _URL_BREAK.sub(lambda m: "".join(filter(None, m.groups())), text)
    text = _BROKEN_HEAD.sub(lambda m: m[3] or f"{m[1]}{m[2]}/", text)
    broken = _BROKEN_DOI.search(text)
    if broken and _goes_on(broken[1], broken[2]):
        return text[: broken.end(1)] + text[broken.start(2) :]
    return text


def _goes_on(doi: str, rest: str) -> bool:
    """Tell the rest of a DOI from the word after it."""
    if doi.endswith(("/", "-", "_", "(")):
        return True
    has_digit = re.search(r"\d", rest) is not None
    if doi.endswith("."):
        return rest[0].islower() or (has_digit and not re.fullmatch(r"(?:19|20)\d\d", rest))
    return has_digit and not re.fullmatch(r"(?:PMC)?\d{7,8}\.?", rest)


def find_doi(text: str) -> str:
    """Find the first DOI; what closes the sentence or the bracket around it is no part."""
    found = _DOI.search(text)
    if found is None:
        return ""
    doi = found.group().rstrip(".,;:]}")
    return (doi.rstrip(".,;:)") if doi.count("(") < doi.count(")") else doi).lower()


def find_year(text: str) -> str:
    """Find the year of publication: after the authors, in brackets, or after the title.

    Example:
        >>> find_year("Roe J. Cells in 2004. J Test 2011, 19, 2023.")
        '2011'
    """
    rest = re.sub(r"https?://\S+", " ", _DOI.sub(" ", text))
    rest = re.sub(r"\b(?:[Aa]ccessed|[Rr]etrieved|[Cc]ited|Epub)\b.{0,40}", " ", rest)
    leading = _LEADING_YEAR.match(rest, find_authors(rest).end)
    for pattern in (_YEAR, _YEAR_IN_BRACKETS):
        if leading and (found := pattern.search(leading.group())):
            return found[1]
    in_brackets = _YEAR_IN_BRACKETS.findall(rest)
    if in_brackets:
        return str(in_brackets[-1])
    title = find_title(text)
    after = rest.find(title) + len(title) if title else 0
    years = _YEAR.findall(rest, max(after, 0)) or _YEAR.findall(rest)[-1:]
    return str(years[0]) if years else ""


def find_title(text: str) -> str:
    """Find what stands between the authors and the journal; "" where that cannot be told.

    Example:
        >>> find_title("Roe J, Poe A. Uptake in E. coli. A review of ten lines. J Test 2011;3:4.")
        'Uptake in E. coli. A review of ten lines'
        >>> find_title("J. Roe, A. Poe, Uptake of vesicles, J. Test 3 (2011) 4.")
        'Uptake of vesicles'
    """
    authors = find_authors(text)
    rest = text[authors.end : authors.end + _LONGEST]
    leading = _LEADING_YEAR.match(rest)
    rest = rest[leading.end() :] if leading else rest.lstrip(" .,:;")
    group = _GROUP.match(rest)
    rest = rest[group.end() :] if group else rest
    quoted = _QUOTED.match(rest)
    if quoted:
        return quoted[1].strip()
    by_comma = _COMMA_TITLE.match(rest) if text[authors.end : authors.end + 1] == "," else None
    if by_comma and not leading and not _TITLE_END.search(by_comma["title"]):
        return by_comma["title"]
    return _first_sentences(rest)


def _first_sentences(rest: str) -> str:
    """Take the first sentence, and a second that is no journal."""
    ends = [
        match for match in _TITLE_END.finditer(rest) if not _NO_END.search(rest[: match.start()])
    ]
    if not ends or (len(ends) == 1 and not rest[ends[0].end() :].strip()):
        return ""
    title_end = ends[0]
    if len(ends) > 1:
        second = rest[ends[0].end() : ends[1].start()]
        words = len(_LOWER_WORDS.findall(_VOLUME.split(second)[0]))
        is_more = (
            words >= 3 and not _VOLUME.search(second) and not _AFTER.match(rest, ends[1].end())
        )
        if is_more and not re.match(r"\s*(?:In|in)\b", second):
            title_end = ends[1]
    end = title_end.end() if title_end[1] in "?!" else title_end.start()
    title = rest[:end].strip()
    return title if len(title.split()) > 1 or len(title) > 7 else ""
