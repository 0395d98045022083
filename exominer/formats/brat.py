r"""Brat stand-off (``.txt`` with ``.ann``) and its BioNLP form (``.a1``, ``.a2``), read.

Notes of the type ``exominer`` hold, as JSON, the fields of a mention or relation that brat
has no line for; a file ``NAME.exominer.json`` beside the text holds those of the document.
"""

import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field, structs

from exominer.corpus import hash_text
from exominer.errors import InputError
from exominer.formats.annotated import (
    AnnotatedText,
    Argument,
    Attribute,
    Reading,
    Span,
    TextMention,
    TextRelation,
    cut_text,
)

SUFFIXES = (".ann", ".a1", ".a2")
NOTE = "exominer"
BESIDE = ".exominer.json"
IN_SECOND = Attribute("file", ".a2")
"""Said of a mention that stands with the events though it triggers none."""
LINE_BREAK = re.compile(r"[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]")
_TEXT_BOUND = re.compile(r"(?P<kind>\S+) (?P<spans>\d+ \d+(?:;\d+ \d+)*)")
_EXPECTED = "Check the line against the brat stand-off format; its fields are split by tabs."

Marks = dict[str, TextMention | TextRelation]


class Fields(Struct, frozen=True, omit_defaults=True):
    """Fields of a mention or relation as a note carries them."""

    id: str | None = None
    kind: str | None = None
    concept_id: str | None = None
    name: str | None = None
    roles: tuple[str, ...] | None = None
    attributes: tuple[Attribute, ...] = ()


class _Lines(Struct):
    """What the lines of a document say, in order."""

    marks: Marks = field(default_factory=dict)
    sets: list[TextRelation] = field(default_factory=list)
    attributes: list[tuple[str, Attribute]] = field(default_factory=list)
    fields: dict[str, Fields] = field(default_factory=dict)


def read_brat(path: Path) -> Reading:
    """Read a folder of documents, or one by its ``.txt`` or an annotation file.

    Raises:
        InputError: If a line cannot be parsed, refers to what is not there, or covers other
            words than it says.
    """
    bases = _find_bases(path)
    if not bases:
        raise InputError(str(path), "no .ann, .a1 or .a2 file", "Name a folder of brat files.")
    root = path if path.is_dir() else path.parent
    return Reading(tuple(_read_document(base, root) for base in bases))


def _find_bases(path: Path) -> list[Path]:
    if path.is_dir():
        files = [file for file in path.rglob("*") if file.suffix in SUFFIXES]
        return sorted({file.with_suffix("") for file in files})
    base = path.with_suffix("")
    return [base] if any(_with(base, suffix).exists() for suffix in SUFFIXES) else []


def _with(base: Path, suffix: str) -> Path:
    return base.with_name(base.name + suffix)


def _read_document(base: Path, root: Path) -> AnnotatedText:
    text_path = _with(base, ".txt")
    text = _read_file(text_path) if text_path.exists() else None
    lines = _Lines()
    for suffix in SUFFIXES:
        file = _with(base, suffix)
        n_before = len(lines.marks)
        if file.exists():
            _read_lines(_read_file(file), text, lines, where=str(file))
        if suffix == IN_SECOND.value:
            _note_second_file(lines, n_before)
    document = AnnotatedText(base.relative_to(root).as_posix(), text)
    beside = _with(base, BESIDE)
    if beside.exists():
        document = structs.replace(_read_beside(beside), text=text)
    if text is not None:
        document = structs.replace(document, sha256=hash_text(text))
    return _attach(document, lines, where=str(base))


def _note_second_file(lines: _Lines, first: int) -> None:
    relations = [mark for mark in lines.marks.values() if isinstance(mark, TextRelation)]
    triggers = {relation.trigger for relation in relations}
    for name, mark in list(lines.marks.items())[first:]:
        if isinstance(mark, TextMention) and name not in triggers:
            lines.marks[name] = structs.replace(mark, attributes=(IN_SECOND,))


def _read_file(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "Brat files are UTF-8.") from error


def _read_beside(path: Path) -> AnnotatedText:
    try:
        return msgspec.json.decode(path.read_bytes(), type=AnnotatedText)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(str(path), str(error), "It is written by exominer convert.") from error


def _read_lines(content: str, text: str | None, lines: _Lines, *, where: str) -> None:
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            _read_line(line.rstrip("\r"), text, lines)
        except (ValueError, IndexError, TypeError, RecursionError) as error:
            found = str(error) if type(error) is ValueError else f"cannot parse {line[:60]!r}"
            raise InputError(f"{where}:{number}", found, _EXPECTED) from error


def _read_line(line: str, text: str | None, lines: _Lines) -> None:
    name, _, rest = line.partition("\t")
    place, _, said = rest.partition("\t")
    words = place.split(" ")
    if name in lines.marks:
        raise ValueError(f"{name} stands twice")
    if name.startswith("T"):
        lines.marks[name] = _read_mention(name, place, said, text)
    elif name == "*":
        targets = tuple(Argument("", target) for target in words[1:])
        lines.sets.append(TextRelation("*", words[0], targets))
    elif name[:1] in ("R", "E"):
        kind, _, trigger = words[0].partition(":")
        pairs = [word.rpartition(":") for word in words[1:] if word]
        arguments = tuple(Argument(role, target) for role, _, target in pairs)
        lines.marks[name] = TextRelation(name, kind, arguments, trigger)
    elif name[:1] in ("A", "M"):
        value: Any = " ".join(words[2:]) if len(words) > 2 else True
        lines.attributes.append((words[1], Attribute(words[0], value, name)))
    elif name.startswith("N"):
        lines.attributes.append((words[1], Attribute(words[0], [" ".join(words[2:]), said], name)))
    elif name.startswith("#") and words[0] == NOTE:
        lines.fields[words[1]] = msgspec.json.decode(said, type=Fields)
    elif name.startswith("#"):
        lines.attributes.append((words[1], Attribute(words[0], said, name)))
    else:
        raise ValueError(f"unknown sort of line {line[:40]!r}")


def _read_mention(name: str, place: str, said: str, text: str | None) -> TextMention:
    found = _TEXT_BOUND.fullmatch(place)
    if not found:
        raise ValueError(f"{name} has {place!r} where kind, start and end are expected")
    pairs = [piece.split() for piece in found["spans"].split(";")]
    spans = tuple(Span(int(start), int(end)) for start, end in pairs)
    covered = said if text is None else cut_text(text, spans)
    if LINE_BREAK.sub(" ", covered) != LINE_BREAK.sub(" ", said):
        do = "offsets count characters, not bytes"
        raise ValueError(f"{name} covers {covered!r} but the file says {said!r}; {do}")
    return TextMention(name, found["kind"], spans, covered)


def _attach(document: AnnotatedText, lines: _Lines, *, where: str) -> AnnotatedText:
    """Put attributes on what they are said of, and ids and kinds as they once were."""
    marks = dict(lines.marks)
    for target, attribute in lines.attributes:
        if target not in marks:
            found = f"{attribute.id} is about {target}, which is not there"
            raise InputError(where, found, "Add it, or take the line out.")
        marks[target] = _add_attribute(marks[target], attribute)
    ids = {name: own.id for name, own in lines.fields.items() if own.id is not None}
    restored = [
        _restore(mark, lines.fields.get(name, Fields()), ids) for name, mark in marks.items()
    ]
    sets = [_restore(each, Fields(), ids) for each in lines.sets]
    return structs.replace(
        document,
        mentions=tuple(mark for mark in restored if isinstance(mark, TextMention)),
        relations=(
            *(mark for mark in (*restored, *sets) if isinstance(mark, TextRelation)),
            *document.relations,
        ),
    )


def _add_attribute(
    mark: TextMention | TextRelation, attribute: Attribute
) -> TextMention | TextRelation:
    """Add an attribute; the first reference of a mention is its concept."""
    is_reference = attribute.id.startswith("N") and attribute.name == "Reference"
    if is_reference and isinstance(mark, TextMention) and not mark.concept_id:
        concept_id, name = attribute.value
        return structs.replace(mark, concept_id=concept_id, name=name)
    return structs.replace(mark, attributes=(*mark.attributes, attribute))


def _restore(
    mark: TextMention | TextRelation, own: Fields, ids: dict[str, str]
) -> TextMention | TextRelation:
    kind = mark.kind if own.kind is None else own.kind
    attributes = (*mark.attributes, *own.attributes)
    if isinstance(mark, TextMention):
        return structs.replace(
            mark,
            mention_id=ids.get(mark.mention_id, mark.mention_id),
            kind=kind,
            concept_id=mark.concept_id if own.concept_id is None else own.concept_id,
            name=mark.name if own.name is None else own.name,
            attributes=attributes,
        )
    roles = own.roles or tuple(argument.role for argument in mark.arguments)
    return structs.replace(
        mark,
        relation_id=ids.get(mark.relation_id, mark.relation_id),
        kind=kind,
        arguments=tuple(
            Argument(role, ids.get(argument.target, argument.target))
            for role, argument in zip(roles, mark.arguments, strict=True)
        ),
        trigger=ids.get(mark.trigger, mark.trigger),
        attributes=attributes,
    )
