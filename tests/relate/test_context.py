"""Study model and whose finding it is, by words, sections and citations."""

import pytest

from exominer.records import CitationMark, Section
from exominer.relate.context import read_finding, read_study_model
from exominer.relate.scene import Scene, build_scenes
from tests.relate.trees import build_annotated


def plain(text):
    """Rows of words that all hang on the last."""
    words = text.split()
    first = [f"{word}/NN/dep>{words[-1]}" for word in words[:-1]]
    return " ".join([*first, f"{words[-1]}/VBD"])


def scenes_of(*sentences):
    annotated = build_annotated(*(plain(text) for text in sentences))
    return build_scenes(annotated), annotated.document.text


@pytest.mark.parametrize(
    ("sentence", "model"),
    [
        pytest.param("In mice the tumours shrank", "in_vivo", id="mice"),
        pytest.param("In xenografts of cells growth slowed", "in_vivo", id="animal-before-cells"),
        pytest.param("In patients levels rose", "patient", id="patients"),
        pytest.param("In cultured cells levels rose", "in_vitro", id="culture"),
        pytest.param("Levels rose", "unspecified", id="not-said"),
    ],
)
def test_read_study_model_goes_by_the_words_of_the_sentence(sentence, model):
    scenes, text = scenes_of(sentence)

    assert read_study_model(scenes[0], None, text) == model


def test_read_study_model_takes_a_cell_line_for_in_vitro():
    annotated = build_annotated("U87|cell_line/NN/nsubj>shrank shrank/VBD")
    scene = build_scenes(annotated)[0]

    assert read_study_model(scene, None, annotated.document.text) == "in_vitro"


def test_read_study_model_looks_at_the_sentence_before_only_where_its_own_is_silent():
    (mice, silent, cells), text = scenes_of("Mice grew", "Levels rose", "Cells in culture grew")

    assert read_study_model(silent, mice, text) == "in_vivo"
    assert read_study_model(cells, mice, text) == "in_vitro"


def find_finding(*sentences, cited=(), kind="body", index=0):
    scenes, text = scenes_of(*sentences)
    marks = tuple(
        CitationMark(text.index(mark), text.index(mark) + len(mark), mark, (1,)) for mark in cited
    )
    sections = (Section(kind, "", 0, len(text)),)
    built = build_annotated(*(plain(s) for s in sentences), citations=marks, sections=sections)
    scene = scenes[index]
    assert isinstance(scene, Scene)
    return read_finding(built.document, scene)


@pytest.mark.parametrize(
    ("sentence", "options", "finding"),
    [
        pytest.param("Here exosomes grew", {"cited": ["exosomes"]}, "own", id="own-words"),
        pytest.param("Exosomes [1] grew", {"cited": ["[1]"]}, "cited", id="citation"),
        pytest.param("Smith et al found growth", {}, "cited", id="words-of-citing"),
        pytest.param("Exosomes grew", {"kind": "results"}, "own", id="results"),
        pytest.param("Exosomes grew", {"kind": "introduction"}, "own", id="paper-cites-nothing"),
        pytest.param("Exosomes are known carriers", {}, "background", id="known"),
    ],
)
def test_read_finding_tells_own_from_cited(sentence, options, finding):
    assert find_finding(sentence, **options) == finding


def test_read_finding_takes_a_citation_that_comes_a_sentence_late():
    sentences = ["Exosomes grew", "They spread [1] far"]

    assert find_finding(*sentences, cited=["[1]"], kind="introduction") == "cited"
    assert find_finding(*sentences, cited=["[1]"], kind="results") == "own"


def test_read_finding_is_background_where_other_sentences_are_cited():
    sentences = ["Many [1] spread", "Exosomes grew"]

    assert find_finding(*sentences, cited=["[1]"], kind="introduction", index=1) == "background"
