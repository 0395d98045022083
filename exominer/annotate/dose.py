"""Text -> mentions of doses: numbers with a unit, lists and fraction schedules kept whole."""

import re
from collections.abc import Iterator
from typing import Final

from exominer.annotate.recognition import mention_at
from exominer.doses import COUNT, FRACTIONS, GRAY, NUMBER, TIMES, parse_number
from exominer.records import Mention

_CM = r"(?:cm|m)\s?(?:\^?2|²|[-−–]\s?2|⁻²)"
_UNIT = (
    rf"(?:{GRAY}(?:E\b|\s?\(RBE\)|[-\s]equivalents?)?"
    rf"|[mkµμ]?J\s?(?:/|·|\s)\s?{_CM}"
    r"|[kMGµμm]?Bq(?:/(?:kg|g|mouse|animal))?|[µμm]Ci(?:/(?:kg|g|mouse|animal))?"
    r"|[mµμ]?Sv|c?rads?)"
)
# "Gy/min" and "Gy min-1" are dose rates, "Gy-1" a coefficient, "Bq/m3" a concentration.
_UNIT_END = (
    r"(?![\w⁻])(?!\s?[-−–]\s?[1-3]\b)"
    r"(?!\s?(?:/|per\s|·|\s)\s?(?:minutes?|mins?|hours?|hr|h|seconds?|secs?|s|m3|m³|l|L)\b)"
)
_WORD_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten)"
_ITEM = rf"{NUMBER}(?:\s?±\s?{NUMBER})?(?:[\s-]?{_UNIT})?"
_JOIN = r"(?:\s*,\s*(?:and\s|or\s)?|\s(?:and|or|to|vs\.?|versus|&)\s|\s?[-–—−]\s?|/)"
_LIST = rf"(?:{_ITEM}{_JOIN}){{0,9}}?{NUMBER}(?:\s?±\s?{NUMBER})?[\s-]?{_UNIT}{_UNIT_END}"
_LISTS = rf"{_LIST}(?:{_JOIN}{_LIST})*|{_WORD_NUMBER}\s(?:Gy|grays?)\b"
_ADJECTIVES = r"(?:\s(?!of\b)[a-z]+){0,2}?"
_TAIL = (
    rf"(?:(?:\s(?:in|over)\s|\s?/\s?){COUNT}{_ADJECTIVES}\s?{FRACTIONS}"
    rf"(?:\sof\s{NUMBER}[\s-]?{_UNIT})?"
    rf"|\sin\s(?:fractions\sof\s{NUMBER}[\s-]?{_UNIT}|{NUMBER}[\s-]?{_UNIT}\sfractions)"
    rf"|{TIMES}\d{{1,2}}(?:\s?{FRACTIONS})?"
    rf"|(?:\sper\s|\s?/\s?)(?:fraction|fx|fr)\b(?:\sfor\s{COUNT}\sfractions)?"
    rf"|(?:(?:\sper\s|\s?/\s?)(?:day|d)\b|\s(?:once\s|twice\s)?(?:daily|a\sday)\b)"
    rf"(?:\sfor\s{COUNT}\s(?:consecutive\s)?days)?)"
)
_HEAD = rf"(?:{COUNT}{TIMES}|\b{COUNT}{_ADJECTIVES}\s{FRACTIONS}\sof\s)"
_DOSE: Final = re.compile(rf"(?<![\w.])(?P<head>{_HEAD})?(?P<list>{_LISTS})(?P<tail>{_TAIL})?")
_LONE_NUMBER: Final = re.compile(rf"(?P<number>{NUMBER})(?P<join>{_JOIN})")
_RATIO_BEFORE: Final = re.compile(r"(?:[αa](?:lpha)?/[βb](?:eta)?)[^.;]{0,20}$", re.IGNORECASE)
_NO_ITEM_BEFORE: Final = re.compile(r"(?:\b[nNpP]\s?[=<>]\s?|[A-Za-z]-)$")
_YEAR: Final = 1900


def find_doses(text: str) -> Iterator[Mention]:
    """Find doses in order; dose rates, energies and alpha-beta ratios are none.

    Example:
        >>> [dose.text for dose in find_doses("Given 2, 4 or 8 Gy at 1 Gy/min.")]
        ['2, 4 or 8 Gy']
    """
    for match in _DOSE.finditer(text):
        if _RATIO_BEFORE.search(text, max(0, match.start() - 30), match.start()):
            continue
        start = match.start() if match["head"] else _list_start(text, match)
        yield mention_at(text, start, match.end(), kind="dose", source="dose")


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
        or _NO_ITEM_BEFORE.search(text, max(0, lone[0].start() - 6), lone[0].start()) is not None
    )
