import pytest

from exominer.train.universal import Node, convert_tree


def _nodes(rows):
    """Read "form tag dep head" with heads counted from 1 and 0 for the root."""
    nodes = []
    for i, row in enumerate(rows):
        form, tag, dep, head = row.split()
        nodes.append(Node(form, tag, dep, int(head) - 1 if head != "0" else i))
    return nodes


def _arcs(nodes):
    return {(node.form, node.dep, nodes[node.head].form) for node in nodes}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["Death NN nsubjpass 3", "was VBD auxpass 3", "caused VBN root 0", "by IN case 5",
             "ATM NN nmod 3"],
            {("by", "agent", "caused"), ("ATM", "pobj", "by")},
            id="agent",
        ),
        pytest.param(
            ["It PRP nsubj 2", "acts VBZ root 0", "by IN case 4", "day NN nmod 2"],
            {("by", "prep", "acts"), ("day", "pobj", "by")},
            id="by-without-passive",
        ),
        pytest.param(
            ["It PRP nsubj 4", "is VBZ cop 4", "not RB neg 4", "small JJ root 0", ". . punct 4"],
            {("It", "nsubj", "is"), ("is", "ROOT", "is"), ("not", "neg", "is"),
             ("small", "acomp", "is"), (".", "punct", "is")},
            id="copula-with-adjective",
        ),
        pytest.param(
            ["ATM NN nsubj 4", "is VBZ cop 4", "a DT det 4", "kinase NN root 0"],
            {("ATM", "nsubj", "is"), ("kinase", "attr", "is"), ("a", "det", "kinase")},
            id="copula-with-noun",
        ),
        pytest.param(
            ["It PRP nsubj 4", "is VBZ cop 4", "of IN case 4", "interest NN root 0"],
            {("of", "prep", "is"), ("interest", "pobj", "of"), ("It", "nsubj", "is")},
            id="copula-with-preposition",
        ),
        pytest.param(
            ["It PRP nsubj 2", "acts VBZ root 0", "by IN mark 4", "cutting VBG advcl 2",
             "DNA NN dobj 4"],
            {("by", "prep", "acts"), ("cutting", "pcomp", "by"), ("DNA", "dobj", "cutting")},
            id="clause-after-preposition",
        ),
        pytest.param(
            ["genes NNS root 0", "that WDT nsubj 3", "rise VBP acl:relcl 1"],
            {("rise", "relcl", "genes"), ("that", "nsubj", "rise")},
            id="relative-clause",
        ),
        pytest.param(
            ["fails VBZ root 0", "to TO mark 3", "act VB xcomp 1", "today NN nmod:tmod 3"],
            {("to", "aux", "act"), ("act", "xcomp", "fails"), ("today", "npadvmod", "act")},
            id="infinitive",
        ),
        pytest.param(
            ["had VBD root 0", "no DT neg 3", "effect NN dobj 1"],
            {("no", "det", "effect"), ("effect", "dobj", "had")},
            id="no",
        ),
    ],
)  # fmt: skip
def test_convert_tree_gives_the_arcs_of_craft(rows, expected):
    nodes = _nodes(rows)

    assert convert_tree(nodes)
    assert expected <= _arcs(nodes)


def test_convert_tree_refuses_multiword_expressions():
    assert not convert_tree(_nodes(["such JJ case 3", "as IN mwe 1", "ATM NN root 0"]))


def test_convert_tree_tags_the_preposition_to_as_one():
    nodes = _nodes(["binds VBZ root 0", "to TO case 3", "DNA NN nmod 1"])

    convert_tree(nodes)

    assert (nodes[1].tag, nodes[1].dep) == ("IN", "prep")
