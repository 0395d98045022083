import pytest
from msgspec import structs

from exominer.annotate.pipeline import ModelSummary
from exominer.model_summary import read_summary
from exominer.train.card import ModelCard, format_score, format_tables, write_card
from exominer.train.kinds import KINDS
from exominer.train.scoring import MentionScore, Score

SCORE = Score(0.5, 0.25, 0.75, 8)


@pytest.fixture
def card():
    part = {"all": MentionScore(0.5, 0.5, SCORE), "Cell": MentionScore(0.5, 0.5, SCORE)}
    return ModelCard(
        version="9.9",
        seed=1,
        command="build",
        kinds=KINDS,
        data={"craft": "abc"},
        training={"syntax": {"steps": 1}},
        syntax={"CRAFT test": dict.fromkeys(("tag", "uas", "las"), SCORE)},
        mentions={"ner_cg": {"dev": part, "test": part}},
    )


def test_write_card_writes_a_summary_that_the_pipeline_reads(card, tmp_path):
    write_card(card, tmp_path)

    summary = read_summary(tmp_path, ModelSummary, kind="recogniser")
    assert (summary.kind, summary.version) == ("recogniser", "9.9")
    assert summary.kinds == KINDS


def test_write_card_fills_every_place_of_the_template(card, tmp_path):
    write_card(card, tmp_path)

    text = (tmp_path / "CARD.md").read_text(encoding="utf-8")
    assert "$" not in text
    assert "| craft | `abc` |" in text


def test_format_tables_has_a_row_for_each_label_with_our_kind(card):
    rows = format_tables(card).splitlines()

    assert rows[2] == "| CRAFT test | " + " | ".join([format_score(SCORE)] * 3) + " | 8 |"
    assert rows[-1].startswith("| ner_cg | Cell | cell_type | test | 50.0 [25.0, 75.0] |")
    assert len(rows) == 3 + 1 + 2 + 4


def test_format_tables_leaves_out_a_part_that_was_trained_on(card):
    [(name, parts)] = card.mentions.items()
    shipped = structs.replace(card, mentions={name: {"test": parts["test"]}})

    rows = format_tables(shipped).splitlines()

    assert len(rows) == 3 + 1 + 2 + 2
    assert not any("| dev |" in row for row in rows)
