from exominer.export.rows import CLAIM_COLUMNS, explode_claims, find_section, mention_rows
from exominer.records import AnnotatedDocument, Document, Mention, Section
from tests.export.export_claims import BARE, claim

TEXT = "Intro\nOld.\nResults\n2 Gy."
DOCUMENT = Document(
    "a.txt",
    "",
    "text",
    TEXT,
    sections=(Section("introduction", "Intro", 0, 11), Section("results", "", 11, 24)),
)


def test_explode_claims_keeps_order_and_all_else():
    rows = list(explode_claims([claim(), BARE]))

    assert [[item.text for item in row.cargo] for row in rows] == [["miR-9"], ["-9a"], []]
    assert {row.claim_id for row in rows} == {"c1", "c2"}


def test_find_section_prefers_the_heading_to_the_kind():
    assert [find_section(DOCUMENT, start) for start in (6, 11, 24)] == ["Intro", "results", ""]


def test_mention_rows_say_where_each_mention_stands():
    dose = Mention("T1", "dose", 19, 23, "2 Gy", 0.5, "grammar")

    (row,) = mention_rows(AnnotatedDocument(DOCUMENT, mentions=(dose,)))

    assert (row.document, row.text, row.section, row.source) == (
        "a.txt",
        TEXT[19:23],
        "results",
        "grammar",
    )


def test_claim_columns_have_names_of_their_own():
    names = [column.name for column in CLAIM_COLUMNS]

    assert len(names) == len(set(names)) == 36
