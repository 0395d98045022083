"""Runs made by hand: a text, the claims that a run would have found in it, and their ledger."""

from msgspec import structs

from exominer.assemble.evidence import Places
from exominer.export.rows import MentionRow
from exominer.ingest.sentences import split_sentences
from exominer.records import CargoItem, CellItem, Document, Effect, Radiation, Sentence
from exominer.review.corrections import Draft, build_claim
from exominer.run.ledger import open_ledger
from exominer.run.outcome import Outcome
from tests.marked import parse_marked

PAPER = (
    "{Exosomes|vesicle} of irradiated {A549|cell_line} cells carried {miR-21|mirna}. "
    "They raised the {migration|effect_process} of {HUVEC|cell_line} cells after {2 Gy|dose}.\n\n"
    "By contrast, {exosomes|vesicle} of {T cells|cell_type} slowed {growth|effect_process}. "
    "This was missed by the run: {EVs|vesicle} of {U87|cell_line} cells did not alter "
    "{apoptosis|effect_process}."
)
CARRIED = Draft(
    kind="cargo_change",
    cargo=(CargoItem("miR-21", "miRNA"),),
    donor_cell=(CellItem("A549"),),
    effect=Effect("carried miR-21", "miR-21"),
)
RAISED = Draft(
    donor_cell=(CellItem("A549"),),
    recipient_cell=(CellItem("HUVEC"),),
    effect=Effect("raised the migration", "migration", "increase"),
    radiation=Radiation("2 Gy", dose_text="2 Gy", dose_gy=(2.0,), exposed="donor"),
)
SLOWED = Draft(
    donor_cell=(CellItem("T cells"),), effect=Effect("slowed growth", "growth", "decrease")
)
SCORES = (0.9, 0.5, 0.7)


def make_outcome(name="a.txt", marked=PAPER, drafts=(CARRIED, RAISED, SLOWED), scores=SCORES):
    """The outcome of a document; its content has the name in it, as claims of a content do."""
    text, mentions = parse_marked(marked)
    spans, start = [], 0
    for paragraph in text.split("\n\n"):
        spans += [Sentence(start + a, start + b) for a, b in split_sentences(paragraph)]
        start += len(paragraph) + 2
    document = Document(
        name, f"sha of {name}", "text", text, f"About {name}", sentences=tuple(spans)
    )
    places = Places(document)
    claims = tuple(
        structs.replace(build_claim(places, draft, (), near=0).claim, score=score)
        for draft, score in zip(drafts, scores, strict=True)
    )
    return Outcome(
        document=name,
        sha256=document.sha256,
        fingerprint="f",
        status="ok",
        text=text,
        title=document.title,
        claims=claims,
        highlights=((),) * len(claims),
        mentions=tuple(
            MentionRow(name, m.mention_id, m.kind, m.start, m.end, m.text, "", "", 1.0, "run", "")
            for m in mentions
        ),
        layers=structs.replace(document, text=""),
    )


def write_run(folder, *outcomes):
    """A run's folder as extract leaves it, as far as a review needs it."""
    folder.mkdir(exist_ok=True)
    with open_ledger(folder / "run.sqlite") as ledger:
        for outcome in outcomes or (make_outcome(),):
            ledger.save(outcome)
    return folder


def span(text, words):
    """Where words stand in a text."""
    start = text.index(words)
    return start, start + len(words)
