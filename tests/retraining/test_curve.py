import json
from xml.etree import ElementTree

import pytest
from msgspec import structs

from exominer.config import parse_config
from exominer.corpus import write_gold
from exominer.errors import InputError
from exominer.records import Mention
from exominer.retraining.curve import LearningCurve, draw_curve, measure_curve, write_curve
from exominer.retraining.trial import RetrainingOptions
from exominer.train.learning_curve import CurvePoint, Forecast, forecast_score
from tests.train.gold_documents import make_gold

CURVE = LearningCurve(
    kind="recogniser",
    measure="F1 of mentions, strict",
    n_held_out=9,
    points=tuple(CurvePoint(n, 0.8 - n**-0.5) for n in (20, 40, 60, 80)),
    now=Forecast(80, 0.69, 0.68, 0.70),
    more=Forecast(130, 0.71, 0.69, 0.73),
)


def _options(tmp_path, documents):
    path = tmp_path / "a.jsonl"
    write_gold(documents, path)
    return RetrainingOptions("recogniser", (path,), tmp_path / "out", with_shipped=False)


def _mark_repair(document):
    """Mark the process of the sentence too, which the shipped recogniser finds."""
    start = document.text.index("repair")
    repair = Mention("T2", "effect_process", start, start + 6, "repair", source="annotator")
    annotated = document.annotated
    marked = structs.replace(annotated, mentions=(*annotated.mentions, repair))
    return structs.replace(document, annotated=marked)


@pytest.mark.slow
def test_measure_curve_scores_models_of_ever_more_documents(tmp_path):
    documents = [
        _mark_repair(make_gold(f"{letter}X-{i}")) for letter in "ABCDEF" for i in (1, 2, 3)
    ]
    done = []

    curve = measure_curve(
        _options(tmp_path, documents),
        parse_config(""),
        repeats=1,
        on_point=lambda n, total: done.append((n, total)),
    )

    assert [p.n_documents for p in curve.points] == sorted({p.n_documents for p in curve.points})
    assert done == [(n, 4) for n in range(5)]
    assert curve.points[-1].score > 0.5
    assert curve.more.n_documents == curve.now.n_documents + 50


def test_measure_curve_refuses_a_handful_of_documents(tmp_path):
    documents = [make_gold(f"AX-{i}", split="train") for i in range(3)]

    with pytest.raises(InputError, match="A curve needs 8 or more"):
        measure_curve(_options(tmp_path, documents), parse_config(""), repeats=1)


def test_draw_curve_has_a_dot_for_each_point():
    drawn = ElementTree.fromstring(draw_curve(CURVE))

    dots = drawn.findall(".//{http://www.w3.org/2000/svg}circle")
    assert len(dots) == 4
    heights = [float(dot.get("cy")) for dot in dots]
    assert heights == sorted(heights, reverse=True)


def test_write_curve_writes_figures_and_plot(tmp_path):
    more = forecast_score(CURVE.points, 130, seed=0)

    write_curve(structs.replace(CURVE, more=more), tmp_path / "out")

    figures = json.loads((tmp_path / "out" / "curve.json").read_text())
    assert figures["more"]["n_documents"] == 130
    assert figures["more"]["score"] == pytest.approx(more.score)
    assert (tmp_path / "out" / "curve.svg").read_text().startswith("<svg")
