import pytest
from msgspec import structs

from exominer.evaluate.ceiling import measure_ceiling
from tests.evaluate.evaluate_claims import make_claim
from tests.evaluate.evaluate_documents import annotate

MARKED = "{miR-21|mirna} of {HeLa|cell_line}"


def side(name, *claims, marked=MARKED):
    return structs.replace(annotate(marked, name=name), claims=claims)


def test_measure_ceiling_looks_at_documents_that_both_annotated():
    gold = [side("A"), side("B")]
    second = {"A": side("A", marked="{miR-21|mirna} of HeLa"), "Z": side("Z")}

    ceiling = measure_ceiling("second.jsonl", gold, second, max_sentences_back=3)

    # In A one of two mentions is found and the one predicted is right: F1 2/3.
    assert ceiling.documents == ("A",)
    assert ceiling.find("mentions", "strict") == pytest.approx(2 / 3)
    assert ceiling.find("mentions", "strict", "mirna") == 1
    assert ceiling.find("mentions", "strict", "cell_line") == 0
    assert ceiling.find("mentions", "strict", "dose") is None
    assert ceiling.find("claims", "full") is None


def test_measure_ceiling_gives_kappa_of_slots_with_fixed_values():
    directions = (("increase", "increase"), ("increase", "decrease"), *[("decrease",) * 2] * 2)
    effects = ("raised growth", "lowered death", "less uptake", "fewer foci")
    gold, second = (
        side("A", *(make_claim("", "", e, d[i]) for e, d in zip(effects, directions, strict=True)))
        for i in (0, 1)
    )

    ceiling = measure_ceiling("second", [gold], {"A": second}, max_sentences_back=3)

    # Three of four agree; by chance 1/2 * 1/4 + 1/2 * 3/4 = 1/2 do.
    assert ceiling.kappa["direction"] == 0.5
    assert ceiling.find("slots", "end to end", "direction") == 0.75
    assert "donor" not in ceiling.kappa
