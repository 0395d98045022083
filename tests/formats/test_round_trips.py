"""What is written in a format is read from it again, whatever it is."""

import tarfile
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from exominer.corpus import AnnotatedGold, AuthoredSource, hash_text, read_gold_corpus
from exominer.formats.annotated import (
    AnnotatedText,
    Argument,
    Span,
    TextMention,
    TextRelation,
    cut_text,
)
from exominer.formats.conversion import READERS, WRITERS
from exominer.formats.gold import read_gold
from exominer.jsonl import write_jsonl
from tests.formats.strategies import annotated_texts
from tests.strategies import claims, related_documents

FULL = ("brat", "bionlp", "bioc-xml", "bioc-json", "prodigy", "label-studio")


def normalised(document):
    """A document without what is no content: order, and the numbers of lines of attributes."""

    def plain(attributes):
        bare = [structs.replace(attribute, id="") for attribute in attributes]
        return tuple(sorted(bare, key=lambda each: each.name))

    def each(records, key):
        bare = [structs.replace(r, attributes=plain(r.attributes)) for r in records]
        return tuple(sorted(bare, key=lambda record: getattr(record, key)))

    return structs.replace(
        document,
        passages=(),
        mentions=each(document.mentions, "mention_id"),
        relations=each(document.relations, "relation_id"),
        attributes=plain(document.attributes),
    )


def convert(documents, name):
    """Write and read; the notes of the writer come too."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        notes = WRITERS[name](documents, path)
        return READERS[name](path).documents, notes


@pytest.mark.parametrize("name", FULL)
@settings(max_examples=60, deadline=None)
@given(document=annotated_texts())
def test_formats_give_back_what_they_were_given(name, document):
    (read,), notes = convert([document], name)

    assert notes == []
    assert normalised(read) == normalised(document)


@st.composite
def pubtator_texts(draw):
    """What PubTator can hold: a title and an abstract, mentions in one piece, pairs."""
    title, abstract = "On U87 cells 😀.", "Growth fell | in\tthem."
    text = f"{title}\n{abstract}"
    mentions = []
    for number in range(1, 1 + draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(title) - 1))
        span = Span(start, draw(st.integers(start + 1, len(title))))
        kind, concept = (
            draw(st.sampled_from(["Gene", "Cell"])),
            draw(st.sampled_from(["7", "", "p|S|1"])),
        )
        mentions.append(TextMention(f"T{number}", kind, (span,), cut_text(text, [span]), concept))
    concepts = [
        Argument("entity1", "7", is_concept=True),
        Argument("entity2", "9", is_concept=True),
    ]
    relations = [TextRelation("R1", "Binds", tuple(concepts))]
    if mentions:
        ids = st.sampled_from([mention.mention_id for mention in mentions])
        ends = (Argument("Arg1", draw(ids)), Argument("Arg2", draw(ids)))
        relations.append(TextRelation("R2", "Stops", ends))
    return AnnotatedText("7", text, hash_text(text), (), tuple(mentions), tuple(relations))


@settings(deadline=None)
@given(document=pubtator_texts())
def test_pubtator_gives_back_mentions_and_pairs(document):
    (read,), notes = convert([document], "pubtator")

    assert notes == []
    assert normalised(read) == normalised(document)


@st.composite
def gold_documents(draw):
    annotated = draw(related_documents())
    text = annotated.document.text
    about = {"id": "A1", "sort": "abstract", "negative": None, "split": "train", "title": "On it"}
    document = structs.replace(annotated.document, sha256=hash_text(text))
    return AnnotatedGold(
        **about,
        source=AuthoredSource(doi="10.1/x"),
        sha256=hash_text(text),
        text=text,
        pmid="7",
        annotated=structs.replace(annotated, document=document),
        claims=tuple(draw(st.lists(claims(), max_size=2))),
    )


def in_order(gold):
    annotated = gold.annotated
    ordered = structs.replace(
        annotated,
        mentions=tuple(sorted(annotated.mentions, key=lambda m: (m.start, m.end, m.mention_id))),
        relations=tuple(sorted(annotated.relations, key=lambda r: r.relation_id)),
        frames=tuple(sorted(annotated.frames, key=lambda frame: frame.effect)),
    )
    return structs.replace(gold, annotated=ordered)


@pytest.mark.parametrize("name", ["jsonl", *FULL])
@settings(max_examples=30, deadline=None)
@given(gold=gold_documents())
def test_our_lines_survive_every_format_with_frames_and_claims(name, gold):
    with tempfile.TemporaryDirectory() as folder:
        first, last = Path(folder) / "a.jsonl", Path(folder) / "b.jsonl"
        write_jsonl([gold], first)
        documents, _ = convert(read_gold(first).documents, name)
        notes = WRITERS["jsonl"](documents, last)

        assert notes == []
        assert [in_order(each) for each in read_gold_corpus(last)] == [in_order(gold)]


def unpack(archive, folder):
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")


@pytest.mark.shared
def test_bionlp_gives_back_the_lines_of_a_real_corpus(shared, tmp_path):
    unpack(shared / "corpora" / "bionlp_2013_cg.tar.gz", tmp_path)
    given_dir, made_dir = tmp_path / "bionlp_2013-cg" / "devel", tmp_path / "made"

    WRITERS["bionlp"](READERS["brat"](given_dir).documents, made_dir)

    files = [path for path in given_dir.iterdir() if path.suffix in (".a1", ".a2", ".txt")]
    assert len(files) == 300
    for file in files:
        first, second = (path.read_text(encoding="utf-8") for path in (file, made_dir / file.name))
        assert Counter(first.split("\n")) == Counter(second.split("\n"))


@pytest.mark.shared
def test_biored_is_the_same_in_pubtator_and_bioc(shared, tmp_path):
    unpack(shared / "corpora" / "biored.tar.gz", tmp_path)
    folder = tmp_path / "biored"
    pubtator = READERS["pubtator"](folder / "Dev.PubTator").documents
    bioc = READERS["bioc-json"](folder / "Dev.BioC.JSON").documents

    WRITERS["pubtator"](pubtator, tmp_path / "made")

    def content(document):
        mentions = Counter((m.kind, m.spans, m.concept_id) for m in document.mentions)
        pairs = Counter((r.kind, tuple(a.target for a in r.arguments)) for r in document.relations)
        return document.document, document.text, mentions, pairs

    assert len(pubtator) == 100
    assert list(map(content, pubtator)) == list(map(content, bioc))
    given_text = (folder / "Dev.PubTator").read_text(encoding="utf-8")
    assert (tmp_path / "made").read_text(encoding="utf-8").strip() == given_text.strip()
