r"""PubTator ("7|t|Title", "7|a|Abstract", then mentions and relations by tab), both ways.

A mention that relations name and that has no concept is given "mention:T1" for one, alone
or after its concept, so that relations between mentions survive.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import structs

from exominer.corpus import hash_text
from exominer.errors import InputError
from exominer.formats.annotated import (
    AnnotatedText,
    Argument,
    Attribute,
    Reading,
    Span,
    TextMention,
    TextPassage,
    TextRelation,
    count_lost,
)

FIRST_LINE = re.compile(r"([^|\t]+)\|([ta])\|(.*)")
NOVEL = "novel"
NAMES = "names"
OWN_ID = re.compile(r"(?:^|;)mention:(\S+)$")
_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_EXPECTED = "A line has 'ID|t|title', 'ID|a|abstract', or fields split by tabs."


def read_pubtator(path: Path) -> Reading:
    """Read the documents of a file; the text is the title, a line break and the abstract.

    Raises:
        InputError: If a line cannot be parsed or a mention covers other words than it says.
    """
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "The file is UTF-8.") from error
    documents = []
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*content.split("\n"), ""], start=1):
        found = FIRST_LINE.match(line)
        if block and (not line.strip() or (found and found[2] == "t")):
            documents.append(_read_block(block, str(path)))
            block = []
        if line.strip():
            block.append((number, line.rstrip("\r")))
    return Reading(tuple(documents))


def _read_block(block: list[tuple[int, str]], where: str) -> AnnotatedText:
    texts: dict[str, str] = {}
    document = ""
    mentions: list[TextMention] = []
    relations: list[TextRelation] = []
    for number, line in block:
        try:
            if found := FIRST_LINE.fullmatch(line):
                document = found[1]
                texts[found[2]] = found[3]
                continue
            fields = line.split("\t")
            if len(fields) >= 5 and fields[1].isdecimal() and fields[2].isdecimal():
                mentions.append(_read_mention(fields, _join(texts)))
            else:
                relations.append(_read_relation(fields, f"R{len(relations) + 1}"))
            document = document or fields[0]
        except (ValueError, IndexError) as error:
            found_line = str(error) if type(error) is ValueError else repr(line[:60])
            raise InputError(f"{where}:{number}", found_line, _EXPECTED) from error
    text = _join(texts)
    own = {m.mention_id for m in mentions if m.mention_id}
    return AnnotatedText(
        document=document,
        text=text,
        sha256=hash_text(text) if text is not None else "",
        passages=tuple(_passages(texts)),
        mentions=tuple(_number(mentions, own)),
        relations=tuple(_link(relation, own) for relation in relations),
    )


def _join(texts: dict[str, str]) -> str | None:
    if not texts:
        return None
    return texts.get("t", "") + (f"\n{texts['a']}" if "a" in texts else "")


def _passages(texts: dict[str, str]) -> Iterator[TextPassage]:
    start = 0
    for letter, name in (("t", "title"), ("a", "abstract")):
        end = start + len(texts.get(letter, ""))
        if letter in texts:
            yield TextPassage(start, end, start, (Attribute("type", name),))
        start = end + 1


def _read_mention(fields: list[str], text: str | None) -> TextMention:
    start, end, said, kind = int(fields[1]), int(fields[2]), fields[3], fields[4]
    covered = said if text is None else text[start:end]
    if _BREAK.sub(" ", covered) != _BREAK.sub(" ", said):
        raise ValueError(f"the mention at {start} covers {covered!r} but the file says {said!r}")
    concept_id = fields[5] if len(fields) > 5 else ""
    own = OWN_ID.search(concept_id)
    more = tuple(Attribute(NAMES, names) for names in fields[6:])
    concept_id = OWN_ID.sub("", concept_id)
    return TextMention(
        own[1] if own else "", kind, (Span(start, end),), covered, concept_id, "", more
    )


def _read_relation(fields: list[str], name: str) -> TextRelation:
    if len(fields) not in (4, 5):
        raise ValueError(f"{len(fields)} fields, a mention has 6 and a relation 4 or 5")
    arguments = tuple(
        Argument(role, target, is_concept=True)
        for role, target in zip(("entity1", "entity2"), fields[2:4], strict=True)
    )
    more = tuple(Attribute(NOVEL, value) for value in fields[4:])
    return TextRelation(name, fields[1], arguments, attributes=more)


def _number(mentions: list[TextMention], own: set[str]) -> Iterator[TextMention]:
    """Give ids to the mentions without one."""
    number = 0
    for mention in mentions:
        if mention.mention_id:
            yield mention
            continue
        number += 1
        while f"T{number}" in own:
            number += 1
        yield structs.replace(mention, mention_id=f"T{number}")


def _link(relation: TextRelation, own: set[str]) -> TextRelation:
    """Make arguments of the form "mention:T1" the mentions they stand for."""
    targets = [argument.target.removeprefix("mention:") for argument in relation.arguments]
    is_own = all(
        a.target != t and t in own for a, t in zip(relation.arguments, targets, strict=True)
    )
    if not is_own:
        return relation
    roles = ("Arg1", "Arg2")
    arguments = tuple(Argument(*pair) for pair in zip(roles, targets, strict=True))
    return structs.replace(relation, arguments=arguments)


def write_pubtator(documents: Sequence[AnnotatedText], path: Path) -> list[str]:
    """Write the documents; line breaks within title and abstract become blanks.

    Returns:
        A line for each thing that PubTator has no place for, with how often it was there.
    """
    lost: Counter[str] = Counter()
    blocks = [_format_document(document, lost) for document in documents]
    path.write_text("".join(f"{block}\n\n" for block in blocks), encoding="utf-8", newline="\n")
    return count_lost(lost)


def _format_document(document: AnnotatedText, lost: Counter[str]) -> str:
    name = re.sub(r"[|\s]+", "_", document.document) or "_"
    lost["names of documents as they are written"] += name != document.document
    lost["claims"] += len(document.claims)
    lost["attributes of documents"] += len(document.attributes)
    lines = list(_format_texts(document, name, lost))
    binary = [r for r in document.relations if _is_written(r)]
    lost["events and relations of another form"] += len(document.relations) - len(binary)
    named = {a.target for r in binary for a in r.arguments if not a.is_concept}
    text = document.text
    lines += [_format_mention(mention, name, text, named, lost) for mention in document.mentions]
    lines += [_format_relation(relation, name, lost) for relation in binary]
    return "\n".join(lines)


def _format_texts(document: AnnotatedText, name: str, lost: Counter[str]) -> Iterator[str]:
    text = document.text
    if text is None:
        return
    first = document.passages[0] if len(document.passages) == 2 else None
    at = first.end if first and first.end < len(text) else text.find("\n")
    title, abstract = (text, None) if at < 0 else (text[:at], text[at + 1 :])
    lost["bounds of passages"] += max(0, len(document.passages) - 2)
    if abstract is not None or title:
        yield f"{name}|t|{_BREAK.sub(' ', title)}"
    if abstract is not None:
        yield f"{name}|a|{_BREAK.sub(' ', abstract)}"


def _is_written(relation: TextRelation) -> bool:
    kinds = {argument.is_concept for argument in relation.arguments}
    return len(relation.arguments) == 2 and len(kinds) == 1 and not relation.trigger


def _format_mention(
    mention: TextMention, document: str, text: str | None, named: set[str], lost: Counter[str]
) -> str:
    start, end = mention.spans[0].start, mention.spans[-1].end
    lost["gaps in mentions"] += len(mention.spans) - 1
    lost["names of concepts"] += bool(mention.name)
    names = [str(a.value) for a in mention.attributes if a.name == NAMES]
    lost["attributes of mentions"] += len(mention.attributes) - len(names)
    own = [f"mention:{mention.mention_id}"] if mention.mention_id in named else []
    concept = ";".join(([mention.concept_id] if mention.concept_id or not own else []) + own)
    said = mention.text if text is None or len(mention.spans) == 1 else text[start:end]
    fields = [document, str(start), str(end), said, mention.kind, concept, *names]
    return "\t".join(_flat(field) for field in fields)


def _format_relation(relation: TextRelation, document: str, lost: Counter[str]) -> str:
    novel = [str(a.value) for a in relation.attributes if a.name == NOVEL]
    lost["attributes of relations"] += len(relation.attributes) - len(novel)
    targets = [("" if a.is_concept else "mention:") + a.target for a in relation.arguments]
    return "\t".join(_flat(field) for field in [document, relation.kind, *targets, *novel])


def _flat(field: str) -> str:
    return _BREAK.sub(" ", field).replace("\t", " ")
