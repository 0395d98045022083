"""How much of a JATS file's text is in the Document, by an independent walk of the XML.

    python evaluation/xml_readers/measure.py FILE_OR_TAR.GZ... [--show N]

Every run of text (a paragraph's, a title's, a cell's own words, cut where a block, a figure
or a formula stands in it) of title, abstracts, body, back matter, floats and sub-articles is
looked for in the Document with white space and invisible characters removed: in its text, in
a table's footnote or the reference list, among what was dropped and listed, or nowhere.
"""

import argparse
import re
import tarfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from exominer.config import IngestConfig
from exominer.errors import DocumentError
from exominer.ingest.read import READERS

INLINE = set(
    "italic bold sup sub sc xref ext-link uri email named-content styled-content underline "
    "monospace roman sans-serif overline strike abbrev break milestone-start milestone-end "
    "inline-supplementary-material related-article related-object institution chem-struct a i b "
    "fixed-case hr index-term-range-start".split()
)
PLACES = {
    "front": ("article-title", "subtitle", "trans-title", "abstract", "trans-abstract"),
    "article": ("body", "back", "floats-group", "floats-wrap", "sub-article", "response"),
}
NAMED = (
    ("sub-article", "response"),
    ("ref-list",),
    ("table-wrap-foot", "tfoot"),
    ("td", "th"),
    ("table-wrap",),
    ("fig",),
    ("supplementary-material", "media"),
    ("boxed-text",),
    ("abstract", "trans-abstract"),
    ("title-group",),
    ("def-list",),
    ("list",),
    ("disp-quote", "statement", "verse-group", "speech"),
    ("fn-group", "fn"),
    ("ack", "notes", "glossary", "app", "bio"),
)
UNCOUNTED = {"tex-math", "math", "alternatives", "object-id", "index-term", "pub-id"}
"""Formulas, given twice or in TeX, and ids, which a Reference has apart."""

INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")


def squeeze(text: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def name_of(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def find_runs(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The runs of text of an element and all below it, each with the element it is in."""
    run = [element.text or ""]
    for child in element:
        name = name_of(child)
        if isinstance(child, etree._Entity):
            yield element, "".join(run)
            run = []
        elif name in INLINE and child.get("ref-type") != "table-fn":
            for inner, text in find_runs(child):
                if inner is child or name_of(inner) in INLINE:
                    run.append(text)
                else:
                    yield inner, text
        elif name and name not in UNCOUNTED and child.get("ref-type") != "table-fn":
            yield element, "".join(run)
            run = []
            yield from find_runs(child)
        elif name:
            yield element, "".join(run)
            run = []
        run.append(child.tail or "")
    yield element, "".join(run)


def find_parts(article: etree._Element) -> Iterator[etree._Element]:
    for child in article:
        name = name_of(child)
        if name in ("front", "front-stub"):
            for element in child.iterdescendants():
                inner = name_of(element)
                outer = {name_of(above) for above in element.iterancestors()}
                wanted = inner in PLACES["front"] and not outer & {"related-article", "product"}
                if wanted and not outer & {"abstract", "trans-abstract"}:
                    yield element
        elif name in PLACES["article"]:
            yield child


def place_of(element: etree._Element) -> str:
    above = {name_of(each) for each in (element, *element.iterancestors())}
    for names in NAMED:
        if above & set(names):
            return names[0]
    title = name_of(element) in ("title", "label")
    return "section title" if title else "body" if "body" in above else "back"


def measure(data: bytes, suffix: str, name: str) -> tuple[Counter, list[tuple[str, str, str]]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    articles = [e for e in root.iter() if name_of(e) == "article"][:1]
    document = READERS[suffix](data, document=name, sha256="", settings=IngestConfig())
    text = squeeze(document.text)
    side = squeeze(
        " ".join([t.footnote for t in document.tables] + [r.text for r in document.references])
    )
    dropped = squeeze(" ".join(piece.text for piece in document.dropped))
    found: Counter = Counter()
    problems = []
    expected: Counter = Counter()
    for article in articles:
        for part in find_parts(article):
            for element, run in find_runs(part):
                wanted = squeeze(run)
                if not re.search(r"\w", wanted):
                    continue
                place = place_of(element)
                if place == "ref-list" and name_of(element) in ("label", "title"):
                    continue
                expected[wanted] += 1
                apart = place in ("ref-list", "table-wrap-foot")
                layers = {"side": side, "text": text} if apart else {"text": text, "side": side}
                layers["dropped"] = dropped
                where = next((w for w, layer in layers.items() if wanted in layer), "lost")
                found[place, where] += 1
                if where in ("lost", "dropped"):
                    problems.append((where, place, run.strip()[:150]))
    for wanted, n in expected.items():
        if len(wanted) >= 60 and (surplus := text.count(wanted) - n) > 0:
            found["all", "twice"] += surplus
            problems.append(("twice", "all", wanted[:150]))
    return found, problems


def find_files(paths: list[Path]) -> Iterator[tuple[str, str, bytes]]:
    for path in paths:
        if path.name.endswith(".tar.gz"):
            with tarfile.open(path) as archive:
                for member in archive:
                    suffix = Path(member.name).suffix
                    if member.isfile() and suffix in (".xml", ".nxml"):
                        yield (
                            f"{path.name}:{member.name}",
                            suffix,
                            archive.extractfile(member).read(),
                        )
        else:
            for file in sorted(path.glob("*.xml")) if path.is_dir() else [path]:
                yield str(file), file.suffix, file.read_bytes()


def is_jats(data: bytes) -> bool:
    return re.search(rb"<article[\s>]", data) is not None


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("paths", nargs="+", type=Path)
    options.add_argument("--show", type=int, default=0)
    asked = options.parse_args()
    total: Counter = Counter()
    n_files = 0
    for name, suffix, data in find_files(asked.paths):
        if not is_jats(data):
            continue
        n_files += 1
        try:
            found, problems = measure(data, suffix, name)
        except DocumentError as error:
            print(f"{name}: {error}")
            continue
        total += found
        for where, place, run in problems[: asked.show]:
            print(f"{where:8}{place:18}{Path(name).name[-24:]:26}{run!r}")
    print(f"{n_files} files")
    print("| place | runs | in the text | in notes or references | dropped, listed | lost |")
    print("| --- | --- | --- | --- | --- | --- |")
    for place in sorted({place for place, _ in total} - {"all"}):
        counts = [total[place, where] for where in ("text", "side", "dropped", "lost")]
        print("|", " | ".join(map(str, [place, sum(counts), *counts])), "|")
    counts = [
        sum(n for (_, w), n in total.items() if w == where)
        for where in ("text", "side", "dropped", "lost")
    ]
    print("|", " | ".join(map(str, ["all", sum(counts), *counts])), "|")
    print(f"runs of 60 characters or more that stand once too often: {total['all', 'twice']}")


if __name__ == "__main__":
    main()
