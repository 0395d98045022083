"""Gold documents of one sentence that name a lipid, for tests of training."""

from exominer.corpus import AnnotatedGold, AuthoredSource, hash_text
from exominer.records import AnnotatedDocument, Document, Mention, Sentence

SENTENCE = "Vesicles of type {name} slowed repair."


def make_gold(name, *, split="", kind="lipid", source="annotator"):
    text = SENTENCE.format(name=name)
    start = text.index(name)
    mention = Mention("T1", kind, start, start + len(name), name, source=source)
    document = Document(f"{name}.txt", "", "text", text, sentences=(Sentence(0, len(text)),))
    return AnnotatedGold(
        id=name,
        sort="results",
        negative=None,
        split=split,
        source=AuthoredSource(),
        title="",
        sha256=hash_text(text),
        text=text,
        pmid="",
        annotated=AnnotatedDocument(document, mentions=(mention,)),
        claims=(),
    )
