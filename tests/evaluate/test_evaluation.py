import json

import msgspec
import pytest
from rich.console import Console

from exominer.config import EvaluateConfig
from exominer.corpus import (
    AnnotatedGold,
    AuthoredSource,
    hash_text,
    read_gold_corpus,
    write_gold,
)
from exominer.errors import InputError
from exominer.evaluate.evaluation import run_evaluation
from exominer.evaluate.format import format_report
from exominer.evaluate.options import EvaluationOptions, Stages, check_sources
from exominer.jsonl import write_jsonl
from exominer.records import AnnotatedDocument, Document, Table
from tests.evaluate.evaluate_claims import claims_of_row, make_claim, make_row
from tests.evaluate.evaluate_documents import annotate

SETTINGS = EvaluateConfig(resamples=50)
ROWS = (
    make_row(1, "KRAS", "HCT116", "apoptosis: decrease"),
    make_row(2, "CD9", "A549", "uptake: increase"),
)
TEXT = "KRAS of HCT116 [7].\nCD9\tA549"


def read(path):
    text = path.read_text(encoding="utf-8")
    start = text.find("CD9")
    tables = (Table("T1", "", start, start, start, len(text), cells=()),) if start >= 0 else ()
    return Document(document=path.name, sha256="", format="text", text=text, tables=tables)


def analyse(document):
    """What a reader who knows two facts finds in the text."""
    prose = claims_of_row(ROWS[0]) if "KRAS" in document.text else []
    table = claims_of_row(ROWS[1], "table") if "CD9" in document.text else []
    return AnnotatedDocument(document), (*prose, *table)


STAGES = Stages(read=read, analyse=analyse)


@pytest.fixture
def rows_path(tmp_path):
    path = tmp_path / "rows.jsonl"
    write_jsonl(ROWS, path)
    return path


@pytest.fixture
def paper_path(tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(**options):
    if "predicted" in options:
        options["predicted"] = (options["predicted"],)
    return evaluate(STAGES, **options)


def evaluate(*systems, **options):
    named = {f"system {number}": stages for number, stages in enumerate(systems, start=1)}
    return run_evaluation(EvaluationOptions(**options), stages=named, settings=SETTINGS)


def show(report, width=100):
    console = Console(width=width, record=True, force_terminal=False, no_color=True)
    with console.capture() as capture:
        console.print(format_report(report))
    return capture.get()


def found(report):
    return {
        scores.sources: [row.row for row in scores.rows if row.relaxed.triple]
        for views in report.table1.values()
        for scores in views
    }


def test_run_evaluation_scores_prose_tables_and_both(rows_path, paper_path):
    report = run(gold=rows_path, document=paper_path)

    assert found(report) == {"prose": [1], "table": [2], "all": [1, 2]}
    assert (report.gold, report.scored) == ("rows.jsonl", ("paper.txt",))


def test_run_evaluation_cuts_the_tables_out_for_prose(rows_path, paper_path):
    seen = []

    def watch(document):
        seen.append(document.text)
        return AnnotatedDocument(document), ()

    evaluate(Stages(read, watch), gold=rows_path, document=paper_path, sources="prose")

    assert seen == ["KRAS of HCT116 [7].\n" + " " * 8]


def test_run_evaluation_scores_claims_that_are_given(rows_path, tmp_path):
    write_jsonl(claims_of_row(ROWS[1]), tmp_path / "claims.jsonl")

    report = run(gold=rows_path, predicted=tmp_path, sources="all")

    assert found(report) == {"prose": [2], "table": [], "all": [2]}
    assert "not cut out" in report.notes[0]


def test_run_evaluation_tells_gold_documents_by_their_fields(tmp_path):
    gold, claims = tmp_path / "gold.jsonl", tmp_path / "claims.jsonl"
    claim = {
        "cargo": ["KRAS"], "donor_cell": ["HCT116"], "recipient_cell": [],
        "effect": "apoptosis", "effect_direction": "decrease", "polarity": "asserted",
    }  # fmt: skip
    gold.write_text(json.dumps({"id": "D1", "text": TEXT, "gold": [claim]}))
    write_jsonl([make_claim("KRAS", "HCT116", "apoptosis", "decrease", document="D1.txt")], claims)

    given = run(gold=gold, predicted=claims)

    full = given.systems[0].tasks["claims"].measures["full"]
    assert (full.whole.n_found, full.whole.n_predicted, full.whole.n_gold) == (1, 1, 1)
    # The one gold claim is found by the one predicted claim: P, R, F1 and counts. A single
    # document has no interval.
    assert "claims full 1.000 1.000 1.000 1 1 1" in " ".join(show(given).split())
    # Without claims the text is read and extracted from: 1 right claim and 1 from the table.
    extracted = run(gold=gold).systems[0].tasks["claims"].measures["full"].whole
    assert (extracted.n_found, extracted.n_predicted, extracted.n_gold) == (1, 2, 1)


def test_run_evaluation_writes_scores(rows_path, paper_path, tmp_path):
    run(gold=rows_path, document=paper_path, out=tmp_path / "new" / "scores")

    written = json.loads((tmp_path / "new" / "scores" / "scores.json").read_text())
    (prose, *_) = written["table1"]["system 1"]
    assert prose["sources"] == "prose"
    assert prose["relaxed"]["triple"]["n_found"] == 1
    page = (tmp_path / "new" / "scores" / "evaluation.html").read_text(encoding="utf-8")
    assert "KRAS" in page


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"predicted": "p", "document": "d"}, "not both", id="two-inputs"),
        pytest.param({"gold": "none.jsonl"}, "none.jsonl", id="no-gold"),
    ],
)
def test_run_evaluation_says_what_does_not_fit(tmp_path, options, message):
    with pytest.raises(InputError, match=message):
        run(**{name: tmp_path / value for name, value in options.items()})


def test_run_evaluation_needs_texts_to_extract_from(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "D1", "gold": []}\n')

    with pytest.raises(InputError, match="no text in D1"):
        run(gold=gold)


def test_run_evaluation_passes_on_why_a_paper_cannot_be_read(rows_path, paper_path):
    def fail(path):
        return Document(
            document=path.name, sha256="", format="pdf", text="",
            status="encrypted", reason="needs a password",
        )  # fmt: skip

    with pytest.raises(InputError, match="needs a password"):
        evaluate(Stages(fail, analyse), gold=rows_path, document=paper_path)


def test_format_report_shows_rows_misses_and_reasons(rows_path, paper_path):
    printed = show(run(gold=rows_path, document=paper_path))

    lines = [line.split() for line in printed.splitlines()]
    # prose, tables, both: KRAS in the first and last, CD9 in the last two
    assert lines.count(["1", "KRAS", *["yes"] * 5, "1/1", "1/1"]) == 2
    assert lines.count(["2", "CD9", *["yes"] * 5, "1/1", "1/1"]) == 2
    assert "row 2: cargo never found: no claim names CD9 as cargo" in printed
    assert "Claims from tables: 1 (0.5 a row); right 1/1 1.00" in printed
    assert "[" not in printed.replace("[7]", "")


def test_format_report_keeps_square_brackets_of_a_quote(rows_path, tmp_path):
    claim = make_claim("KRAS", "A549", "uptake", quote="Shown in [7] and [bold] words.")
    write_jsonl([claim], tmp_path / "claims.jsonl")

    printed = show(run(gold=rows_path, predicted=tmp_path, sources="prose"))

    assert "nearest: Shown in [7] and [bold] words." in printed


def test_format_report_fits_eighty_columns(rows_path, paper_path):
    printed = show(run(gold=rows_path, document=paper_path), width=80)

    assert max(map(len, printed.splitlines())) <= 80
    assert "triple" in printed


def test_run_evaluation_says_where_no_table_was_recognised(rows_path, tmp_path):
    path = tmp_path / "bare.txt"
    path.write_text("KRAS of HCT116.", encoding="utf-8")

    report = run(gold=rows_path, document=path)

    assert report.notes == ("No table was recognised in bare.txt.",)
    assert found(report) == {"prose": [1], "table": [], "all": [1]}
    assert "Missed in tables alone: all 2 rows, without any claim." in show(report)


def test_check_sources_names_the_choices():
    assert check_sources("prose") == "prose"
    with pytest.raises(InputError, match=r"no 'tables'\. Choose prose, table, all"):
        check_sources("tables")


MARKED = "{miR-21|mirna} of {HeLa|cell_line} {raised growth|effect}. Then {U87|cell_line} grew"


@pytest.fixture
def corpus_path(tmp_path):
    """Three documents with mentions and relations; the last is an abstract without its text."""
    path = tmp_path / "documents.jsonl"
    claim = make_claim("miR-21", "HeLa", "raised growth", quote="miR-21 of HeLa raised growth")
    arcs = [("cargo", 3, 1), ("donor", 3, 2)]
    documents = [
        AnnotatedGold(
            id=name, sort="results", negative=None, split="dev", source=AuthoredSource(), title="",
            sha256=hash_text(side.document.text), text=side.document.text,
            pmid="7" if name == "A3" else "", annotated=side.annotated, claims=(claim,),
        )
        for name in ("W1", "W2", "A3")
        for side in [annotate(MARKED, relations=arcs, name=name)]
    ]  # fmt: skip
    write_gold(documents, path)
    return path


def reader(marked, relations=(), claims=()):
    """Stages that find the same in every text of the corpus."""

    def analyse_all(document):
        return annotate(marked, relations=relations, name=document.document).annotated, claims

    return Stages(read=read, analyse=analyse_all)


def whole(report, task, measure, system=0):
    score = report.systems[system].tasks[task].measures[measure].whole
    return score.n_found, score.n_predicted, score.n_gold


def test_run_evaluation_scores_mentions_relations_claims_and_slots(corpus_path):
    arcs = [("cargo", 3, 1), ("recipient", 3, 2)]

    report = evaluate(reader(MARKED, arcs), gold=corpus_path, split="dev")

    # Two documents have texts; the donor was taken for a recipient; no claim was made.
    assert report.documents == ("W1", "W2")
    assert whole(report, "mentions", "strict") == (6, 6, 6)
    assert whole(report, "relations", "name") == (2, 4, 4)
    assert whole(report, "claims", "triple") == (0, 0, 2)
    causes = report.systems[0].tasks["relations"].causes
    assert causes == {"role wrong": {"misses": 2, "false_alarms": 2}}
    assert report.systems[0].tasks["claims"].causes == {
        "mention missed": {"misses": 2, "false_alarms": 0}
    }


def test_run_evaluation_says_which_documents_it_left_out(corpus_path):
    printed = show(evaluate(reader(MARKED), gold=corpus_path), width=200)

    assert "1 of 3 documents are left out: A3: no abstract of PMID 7. Name their" in printed


def test_run_evaluation_compares_two_systems(corpus_path, tmp_path):
    better = reader(MARKED)
    worse = reader(MARKED.replace("{U87|cell_line}", "U87"))

    report = evaluate(worse, better, gold=corpus_path, out=tmp_path / "out")

    strict = next(d for d in report.differences if (d.measure, d.kind) == ("strict", "cell_line"))
    # One of two cell lines found is an F1 of 2/3; in both documents the second system has all.
    assert (strict.first, strict.second) == (pytest.approx(2 / 3), 1.0)
    assert strict.low > 0
    assert "cell_line 0.667 1.000 +0.333" in " ".join(show(report, width=140).split())
    assert "Differences" in (tmp_path / "out" / "evaluation.html").read_text()


def test_run_evaluation_compares_two_systems_by_rows(rows_path, paper_path):
    nothing = Stages(read, lambda document: (AnnotatedDocument(document), ()))

    report = evaluate(nothing, STAGES, gold=rows_path, document=paper_path, sources="all")

    both = next(d for d in report.differences if d.measure == "all, triple strict")
    assert (both.first, both.second, both.n_gold) == (0.0, 1.0, 2)
    assert "System: system 2" in show(report)


def test_run_evaluation_prints_the_agreement_of_annotators_beside_f1(corpus_path, tmp_path):
    second = tmp_path / "second.jsonl"
    (first, *_) = read_gold_corpus(corpus_path)
    write_jsonl([msgspec.structs.replace(first, claims=())], second)

    report = evaluate(reader(MARKED), gold=corpus_path, second=second)

    assert report.ceiling.documents == ("W1",)
    assert report.ceiling.find("mentions", "strict") == 1.0
    assert report.ceiling.find("claims", "full") == 0.0
    printed = " ".join(show(report, width=140).split())
    assert "mentions strict 1.000 1.000 1.000 1.000 to 1.000 1.000 6 6 6" in printed
    assert "over the 1 documents that have one" in printed


def test_run_evaluation_refuses_a_second_annotation_of_other_documents(corpus_path, tmp_path):
    (first, *_) = read_gold_corpus(corpus_path)
    write_jsonl([msgspec.structs.replace(first, id="Z")], tmp_path / "second.jsonl")

    with pytest.raises(InputError, match="no document of the gold was annotated a second time"):
        evaluate(reader(MARKED), gold=corpus_path, second=tmp_path / "second.jsonl")


def test_run_evaluation_counts_a_text_that_cannot_be_read_as_missed(corpus_path):
    def fail(path):
        return Document(path.name, "", "text", "", status="timeout", reason="too long")

    report = evaluate(Stages(fail, analyse), gold=corpus_path)

    assert whole(report, "mentions", "strict") == (0, 0, 6)
    assert whole(report, "claims", "effect") == (0, 0, 2)


def test_run_evaluation_says_what_a_file_of_claims_cannot_be_scored_for(corpus_path, tmp_path):
    claim = make_claim("miR-21", "HeLa", "raised growth", document="W1.txt")
    write_jsonl([claim], tmp_path / "c.jsonl")

    report = run(gold=corpus_path, predicted=tmp_path / "c.jsonl")

    assert whole(report, "claims", "full") == (1, 1, 2)
    assert list(report.systems[0].tasks) == ["claims", "slots"]
    assert [note.split()[0] for note in report.notes] == ["Mentions", "Relations"]


def test_format_report_of_a_system_names_causes_and_calibration(corpus_path):
    printed = show(evaluate(reader(MARKED), gold=corpus_path), width=120)

    assert "What went wrong first (claims: at the level full)" in printed
    assert "not linked" in printed
    assert "Mentions (strict): average precision 1.000, calibration error 0.000" in printed
    assert "Documents with the lowest F1 (claims, triple): W1 0.00, W2 0.00." in printed
