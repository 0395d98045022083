import pytest

from exominer.errors import InputError
from exominer.train.archives_craft import parse_conllu, read_craft_trees

SENTENCE = "Bystander T-cells died."
# The columns: id, form, lemma, UPOS, tag, features, head, label, more arcs, spacing.
TREES = f"""# newdoc id = 1
# sent_id = 1
# text = {SENTENCE}
1\tBystander\t_\tNOUN\tNN\t_\t4\tcompound\t_\t_
2\tT\t_\tNOUN\tNN\t_\t4\tcompound\t_\tSpaceAfter=No
3\t-\t_\tPUNCT\tHYPH\t_\t4\tpunct\t_\tSpaceAfter=No
4\tcells\t_\tNOUN\tNNS\t_\t5\tnsubj\t_\t_
5\tdied\t_\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
6\t.\t_\tPUNCT\t.\t_\t5\tpunct\t_\t_

# sent_id = 2
# text = Yes.
1\tYes\t_\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t_\tPUNCT\t.\t_\t1\tpunct\t_\t_
"""


def test_parse_conllu_gives_offsets_and_heads_within_the_sentence():
    first, second = parse_conllu(TREES, document="1")

    assert [SENTENCE[word.start : word.end] for word in first.words] == [
        "Bystander", "T", "-", "cells", "died", ".",
    ]  # fmt: skip
    assert [word.head for word in first.words] == [3, 3, 3, 4, 4, 4]
    assert first.words[4].dep == "ROOT"
    assert second.text == "Yes."


def test_parse_conllu_names_the_line_of_a_word_that_is_not_in_the_text():
    with pytest.raises(InputError, match=r"^1:8: 'lived' is not"):
        list(parse_conllu(TREES.replace("died\t_", "lived\t_"), document="1"))


def test_parse_conllu_names_the_line_with_missing_columns():
    with pytest.raises(InputError, match=r"^d:2: 2 columns"):
        list(parse_conllu("# text = It\n1\tIt\n", document="d"))


def test_read_craft_trees_names_each_article_by_its_file(tmp_path):
    folder = tmp_path / "structural-annotation" / "dependency" / "conllu"
    folder.mkdir(parents=True)
    (folder / "1.conllu").write_text(TREES, encoding="utf-8")

    trees = read_craft_trees(tmp_path)

    assert [sentence.text for sentence in trees["1"]] == [SENTENCE, "Yes."]
