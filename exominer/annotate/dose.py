"""Text -> mentions of doses: numbers with a unit, lists and fraction schedules kept whole."""

import re
from collections.abc import Iterator
from typing import Final

from exominer.annotate.recognition import HYPHENS, mention_at
from exominer.doses import (
    COUNT,
    COUNT_WORDS,
    FRACTIONS,
    GRAY,
    NUMBER,
    TIMES,
    WEIGHTED,
    parse_number,
)
from exominer.records import Mention

_CM = rf"(?:cm|m)\s?(?:\^?2|²|[{HYPHENS}]\s?2|⁻²)"
_UNIT = (
    rf"(?:{GRAY}{WEIGHTED}?"
    rf"|[mkµμ]?J\s?(?:/|·|\s)\s?{_CM}"
    r"|(?:[kMGµμm]?Bq|[µμm]Ci)(?:/(?:kg|g|mouse|animal|m[lL]))?"
    # "129Sv" is a strain of mice.
    r"|[mµμ]Sv|(?<!129)(?<!129\s)(?<!129-)Sv|(?:milli|micro)?sieverts?|c?rads?(?!\s?/|\sper\b)"
    r"|R(?=\s(?:of|[Xx]-?\s?rays?|γ|gamma|(?:total|whole)[\s-]body)\b))"
)
# "Gy/min" and "Gy min-1" are dose rates, "Gy-1" a coefficient, "Bq/m3" a concentration.
_UNIT_END = (
    rf"(?![\w⁻])(?!\s?[{HYPHENS}]\s?[1-3]\b)"
    r"(?!\s?(?:/|per\s|·|\s)\s?(?:minutes?|mins?|hours?|hr|h|seconds?|secs?|s|m3|m³|l|L)\b)"
)
_WORD_NUMBER = rf"(?i:{'|'.join(COUNT_WORDS)})"
_SPACE = r"(?:\s{0,2}|-)"
_ITEM = rf"{NUMBER}(?:\s?±\s?{NUMBER})?(?:{_SPACE}{_UNIT})?"
_JOIN = rf"(?:\s*,\s*(?:and\s|or\s)?|\s(?:and|or|to|vs\.?|versus|&)\s|\s?[{HYPHENS}~∼]\s?|/)"
_LIST = rf"(?:{_ITEM}{_JOIN}){{0,9}}?{NUMBER}(?:\s?±\s?{NUMBER})?{_SPACE}{_UNIT}{_UNIT_END}"
_LISTS = rf"{_LIST}(?:{_JOIN}{_LIST})*|{_WORD_NUMBER}\s{GRAY}(?!\w)"
_ADJECTIVES = r"(?:\s(?!of\b)[a-z]+){0,2}?"
# "three daily 6-Gy fractions" has its count before and its last word behind the dose.
_EACH = rf"(?:\s[a-z]+)?\s{FRACTIONS}"
_HEAD = (
    rf"(?:{COUNT}{TIMES}|\b{COUNT}{_ADJECTIVES}\s{FRACTIONS}\sof\s"
    rf"|\b{COUNT}\s(?:[a-z]+\s)?(?={NUMBER}[\s-]?{_UNIT}{_EACH}))"
)
_TAIL = (
    rf"(?:(?(head){_EACH}|(?!))|(?:\s(?:in|over)\s|\s?/\s?)(?:{COUNT}|a(?=\ssingle)){_ADJECTIVES}\s?{FRACTIONS}"
    rf"(?:\sof\s{NUMBER}[\s-]?{_UNIT})?"
    rf"|\sin\s(?:fractions\sof\s{NUMBER}[\s-]?{_UNIT}|{NUMBER}[\s-]?{_UNIT}\sfractions)"
    rf"|\sat\s{NUMBER}[\s-]?{_UNIT}(?:\sper\s|\s?/\s?)(?:fraction|fx|fr)\b"
    # "5 x 4 Gy on 5 consecutive days" has its count.
    rf"|(?(head)(?!))\s(?:on|for)\s{COUNT}\s(?:consecutive|successive|separate)\sdays"
    rf"|{TIMES}\d{{1,2}}(?:\s?{FRACTIONS})?"
    rf"|(?:\sper\s|\s?/\s?)(?:fraction|fx|fr)\b(?:\sfor\s{COUNT}\sfractions)?"
    rf"|(?:(?:\sper\s|\s?/\s?)(?:day|d)\b|\s(?:once\s|twice\s)?(?:daily|a\sday)\b)"
    rf"(?:\s(?:for|on|over)\s{COUNT}\s(?:consecutive\s)?days)?)"
)
_DOSE: Final = re.compile(rf"(?<![\w.])(?P<head>{_HEAD})?(?P<list>{_LISTS})(?P<tail>{_TAIL})?")
_LONE_NUMBER: Final = re.compile(rf"(?P<number>{NUMBER})(?P<join>{_JOIN})")
_RATIO_BEFORE: Final = re.compile(r"(?:[αa](?:lpha)?/[βb](?:eta)?)[^.;]{0,20}$", re.IGNORECASE)
_NO_ITEM_BEFORE: Final = re.compile(
    r"(?:\b[nNpP]\s?[=<>]\s?|[A-Za-z]-|\b(?:days?|weeks?|months?|passages?|groups?|grades?)\s)$",
    re.IGNORECASE,
)
# "Exo-2Gy" and "2Gy-EVs" name vesicles, "post-2Gy" a time.
_LABEL_BEFORE: Final = re.compile(
    rf"(?!\b(?:pre|post|after|sham|mock|non|re))\b[A-Za-z]+[{HYPHENS}]$", re.IGNORECASE
)
_ONE_WORD: Final = re.compile(rf"{NUMBER}{_UNIT}")
_LABEL_AFTER: Final = re.compile(rf"[{HYPHENS}](?:s?EVs?|MVs?|[Ee]xo(?:some)?s?)\b")
_YEAR: Final = 1900


def find_doses(text: str) -> Iterator[Mention]:
    """Find doses in order; dose rates, energies and alpha-beta ratios are none.

    Example:
        >>> [dose.text for dose in find_doses("Given 2, 4 or 8 Gy at 1 Gy/min.")]
        ['2, 4 or 8 Gy']
    """
    for match in _DOSE.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        if _is_label(text, match, before) or _RATIO_BEFORE.search(before):
            continue
        start = match.start() if match["head"] else _list_start(text, match)
        yield mention_at(text, start, match.end(), kind="dose", source="dose")


def _is_label(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a dose printed as one word is part of the name of vesicles."""
    if _ONE_WORD.match(match[0]) is None:
        return False
    return bool(_LABEL_BEFORE.search(before) or _LABEL_AFTER.match(text, match.end()))


def _list_start(text: str, match: re.Match[str]) -> int:
    """Where the list begins, past numbers that precede it without being doses.

    "In 2019, 2 Gy", "days 1 and 5, 2 Gy" and "n = 6, 8 Gy": the first number of such a
    run stands before the dose by chance.
    """
    start, end = match.span("list")
    lone: list[re.Match[str]] = []
    position = start
    while (item := _LONE_NUMBER.match(text, position)) and item.end() < end:
        lone.append(item)
        position = item.end()
    if not lone:
        return start
    last = re.compile(NUMBER).match(text, position)
    numbers = [parse_number(item["number"]) for item in lone]
    numbers.append(parse_number(last[0]) if last else numbers[-1])
    ends_early = [i for i, item in enumerate(lone[:-1]) if re.search(r"and|or|to", item["join"])]
    n_dropped = ends_early[-1] + 2 if ends_early else 0
    if n_dropped == 0 and _is_chance(text, lone, numbers):
        n_dropped = 1
    return lone[n_dropped - 1].end() if n_dropped else start


def _is_chance(text: str, lone: list[re.Match[str]], numbers: list[float]) -> bool:
    falling_pair = len(numbers) == 2 and numbers[0] > numbers[1] and "," in lone[0]["join"]
    return (
        falling_pair
        or (numbers[0] >= _YEAR and numbers[1] < _YEAR / 10)
        or _NO_ITEM_BEFORE.search(text, max(0, lone[0].start() - 12), lone[0].start()) is not None
    )
