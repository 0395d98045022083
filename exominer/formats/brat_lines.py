"""Annotated documents -> brat stand-off, or its BioNLP form; see ``brat`` for the reading."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import structs

from exominer.errors import InputError
from exominer.formats.annotated import AnnotatedText, Attribute, TextMention, TextRelation
from exominer.formats.brat import BESIDE, IN_SECOND, LINE_BREAK, NOTE, Fields

_KIND = re.compile(r"[^\s:]+")
_FLAG_NAME = re.compile(r"[^\s:]+")
_NO_FILE_NAME = re.compile(r"[^\w.()/ -]|(?:^|/)\.")


def write_brat(documents: Sequence[AnnotatedText], path: Path) -> list[str]:
    """Write a folder of ``.txt`` and ``.ann`` files; nothing is left out.

    Raises:
        InputError: If a document is without its text, or two have one file name.
    """
    return _write(documents, path, is_split=False)


def write_bionlp(documents: Sequence[AnnotatedText], path: Path) -> list[str]:
    """Write mentions to ``.a1``, and triggers, events and all else to ``.a2``."""
    return _write(documents, path, is_split=True)


def _write(documents: Sequence[AnnotatedText], path: Path, *, is_split: bool) -> list[str]:
    taken: set[str] = set()
    for document in documents:
        name = _NO_FILE_NAME.sub("_", document.document) or "_"
        if name in taken:
            raise InputError(document.document, f"two documents go to {name}.txt", "Rename one.")
        taken.add(name)
        base = path / name
        base.parent.mkdir(parents=True, exist_ok=True)
        _write_document(document, base, is_split=is_split)
    return []


def _write_document(document: AnnotatedText, base: Path, *, is_split: bool) -> None:
    if document.text is not None:
        _save(base, ".txt", document.text)
    lines, other = format_lines(document, is_split=is_split)
    if is_split:
        _save(base, ".a1", "".join(f"{line}\n" for line in lines))
        if other or base.with_name(f"{base.name}.a2").exists():
            _save(base, ".a2", "".join(f"{line}\n" for line in other))
    else:
        _save(base, ".ann", "".join(f"{line}\n" for line in (*lines, *other)))
    beside = structs.replace(
        document,
        text=None,
        mentions=(),
        relations=tuple(r for r in document.relations if _is_about_concepts(r)),
    )
    plain = AnnotatedText(base.name, None, document.sha256)
    if beside != plain or document.text is None:
        _save(base, BESIDE, msgspec.json.encode(beside).decode())
    else:
        base.with_name(base.name + BESIDE).unlink(missing_ok=True)


def _save(base: Path, suffix: str, content: str) -> None:
    base.with_name(base.name + suffix).write_bytes(content.encode())


def _is_about_concepts(relation: TextRelation) -> bool:
    return any(argument.is_concept for argument in relation.arguments)


def format_lines(document: AnnotatedText, *, is_split: bool = False) -> tuple[list[str], list[str]]:
    """Format the mentions of a document, and apart from them triggers and all else.

    ``is_split`` is for two files, of which the second says by itself what stands in it.
    """
    relations = [r for r in document.relations if not _is_about_concepts(r)]
    triggers = {relation.trigger for relation in relations}
    ids = _assign_ids(document.mentions, relations)
    marks: list[TextMention | TextRelation] = [*document.mentions, *relations]
    notes = _NoteLines(marks, ids)
    second = {m.mention_id for m in document.mentions if is_split and IN_SECOND in m.attributes}
    if is_split:
        marks = [_without_file(mark) for mark in marks]
    bound = [
        (m.mention_id in triggers | second, _format_mention(m, ids)) for m in document.mentions
    ]
    return (
        [line for is_second, line in bound if not is_second],
        [
            *(line for is_second, line in bound if is_second),
            *(_format_relation(relation, ids) for relation in relations),
            *(line for mark in marks for line in notes.format(mark)),
        ],
    )


def _without_file(mark: TextMention | TextRelation) -> TextMention | TextRelation:
    return structs.replace(mark, attributes=tuple(a for a in mark.attributes if a != IN_SECOND))


def _assign_ids(
    mentions: Sequence[TextMention], relations: Sequence[TextRelation]
) -> dict[str, str]:
    """Give every mention and relation an id of brat's form: its own where it has it."""
    wanted = [(m.mention_id, "T") for m in mentions]
    wanted += [(r.relation_id, "E" if r.trigger else "R") for r in relations if not _is_set(r)]
    ids = {name: name for name, letter in wanted if re.fullmatch(rf"{letter}[1-9]\d*", name)}
    numbers = _Numbers(ids)
    for name, letter in wanted:
        if name not in ids:
            ids[name] = numbers.next(letter)
    return ids


def _is_set(relation: TextRelation) -> bool:
    """Tell a set such as ``* Equiv T1 T2``, which has neither an id nor roles."""
    no_more = not relation.trigger and not relation.attributes
    return relation.relation_id == "*" and no_more and not any(a.role for a in relation.arguments)


class _Numbers:
    """Gives out ids of a letter and a number that nothing else has, from 1."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: Counter[str] = Counter()

    def next(self, letter: str) -> str:
        """The next free id of a letter."""
        self._last[letter] += 1
        while (name := f"{letter}{self._last[letter]}") in self._taken:
            self._last[letter] += 1
        return name


def _safe(word: str) -> str:
    return word if _KIND.fullmatch(word) else re.sub(r"[\s:]+", "_", word) or "_"


def _format_mention(mention: TextMention, ids: dict[str, str]) -> str:
    spans = ";".join(f"{span.start} {span.end}" for span in mention.spans)
    said = LINE_BREAK.sub(" ", mention.text)
    return f"{ids[mention.mention_id]}\t{_safe(mention.kind)} {spans}\t{said}"


def _format_relation(relation: TextRelation, ids: dict[str, str]) -> str:
    if _is_set(relation):
        targets = " ".join(ids.get(a.target, a.target) for a in relation.arguments)
        return f"*\t{_safe(relation.kind)} {targets}"
    trigger = f":{ids.get(relation.trigger, relation.trigger)}" if relation.trigger else ""
    head = f"{_safe(relation.kind)}{trigger}"
    words = [f"{_safe(a.role)}:{ids.get(a.target, a.target)}" for a in relation.arguments]
    # The blank stands also after an event without arguments, as brat writes it.
    return f"{ids[relation.relation_id]}\t{head} {' '.join(words)}"


class _NoteLines:
    """Formats what is said of mentions and relations; numbers lines that have no number."""

    def __init__(self, marks: Sequence[TextMention | TextRelation], ids: dict[str, str]) -> None:
        self._ids = ids
        self._numbers = _Numbers(a.id for mark in marks for a in mark.attributes)

    def format(self, mark: TextMention | TextRelation) -> Iterator[str]:
        """Give the lines about one mention or relation."""
        if isinstance(mark, TextRelation) and _is_set(mark):
            return
        old = mark.mention_id if isinstance(mark, TextMention) else mark.relation_id
        target = self._ids[old]
        own = Fields(
            id=None if target == old else old,
            kind=None if _safe(mark.kind) == mark.kind else mark.kind,
        )
        if isinstance(mark, TextMention):
            if re.fullmatch(r"\S+", mark.concept_id) and not LINE_BREAK.search(mark.name):
                number = self._numbers.next("N")
                yield f"{number}\tReference {target} {mark.concept_id}\t{mark.name}"
            else:
                own = structs.replace(
                    own, concept_id=mark.concept_id or None, name=mark.name or None
                )
        else:
            roles = tuple(argument.role for argument in mark.arguments)
            if roles != tuple(map(_safe, roles)):
                own = structs.replace(own, roles=roles)
        rest = []
        for attribute in mark.attributes:
            line = self._format_attribute(attribute, target)
            if line is None:
                rest.append(attribute)
            else:
                yield line
        own = structs.replace(own, attributes=tuple(rest))
        if own != Fields():
            said = msgspec.json.encode(own).decode()
            yield f"{self._numbers.next('#')}\t{NOTE} {target}\t{said}"

    def _format_attribute(self, attribute: Attribute, target: str) -> str | None:
        """Format an attribute as brat has it, if it has the form of one of brat's."""
        name, value, number = attribute.name, attribute.value, attribute.id
        if not _FLAG_NAME.fullmatch(name) or name == NOTE:
            return None
        if (
            re.fullmatch(r"#\S*", number)
            and isinstance(value, str)
            and not LINE_BREAK.search(value)
        ):
            return f"{number}\t{name} {target}\t{value}"
        if re.fullmatch(r"N\d+", number) and isinstance(value, list):
            return f"{number}\t{name} {target} {value[0]}\t{value[1]}"
        if not number or re.fullmatch(r"[AM]\d+", number):
            number = number or self._numbers.next("A")
            if value is True:
                return f"{number}\t{name} {target}"
            if isinstance(value, str) and re.fullmatch(r"\S+", value):
                return f"{number}\t{name} {target} {value}"
        return None
