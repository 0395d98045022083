import pytest

from exominer.annotate.ncrna import find_ncrnas
from exominer.cargo_types import cargo_type


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("circ-XYZ1 rose", "circRNA", id="circ-hyphen"),
        pytest.param("circABC2 rose", "circRNA", id="circ"),
        pytest.param("hsa_circ_0001234 rose", "circRNA", id="circBase"),
        pytest.param("circRNA_100290 rose", "circRNA", id="array"),
        pytest.param("HOTAIR rose", "lncRNA", id="known"),
        pytest.param("LINC00461 rose", "lncRNA", id="intergenic"),
        pytest.param("linc-RoR rose", "lncRNA", id="linc"),
        pytest.param("miR31HG rose", "lncRNA", id="host-gene"),
        pytest.param("ABCD2-AS1 rose", "lncRNA", id="antisense"),
        pytest.param("piR-54265 rose", "RNA", id="piRNA"),
        pytest.param("tRF-Gly-GCC rose", "RNA", id="tRNA-fragment"),
    ],
)
def test_find_ncrnas_finds_and_cargo_type_types_a_name(text, expected):
    (found,) = find_ncrnas(text)

    assert found.text == text.removesuffix(" rose")
    assert cargo_type(found.kind, found.text) == expected


def test_find_ncrnas_takes_the_symbol_after_the_class_word():
    (found,) = find_ncrnas("the long non-coding RNA QRST4 rose")

    assert (found.text, found.name) == ("QRST4", "lncRNA QRST4")
    assert cargo_type("ncrna", found.name) == "lncRNA"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("circulating cells", id="circulating"),
        pytest.param("circadian clocks", id="circadian"),
        pytest.param("circRNAs", id="class"),
        pytest.param("lncRNAs in EVs", id="class-before-abbreviation"),
        pytest.param("H1975 cells", id="cell-line"),
    ],
)
def test_find_ncrnas_leaves_classes_and_other_words(text):
    assert list(find_ncrnas(text)) == []


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        pytest.param("gene_or_protein", "HSP70", "protein", id="protein"),
        pytest.param("mirna", "-9a", "miRNA", id="member"),
        pytest.param("dna_rna_class", "miRNAs", "miRNA", id="mirnas"),
        pytest.param("dna_rna_class", "long non-coding RNAs", "lncRNA", id="lncrnas"),
        pytest.param("dna_rna_class", "mRNA", "mRNA", id="mrna"),
        pytest.param("dna_rna_class", "dsDNA", "DNA", id="dna"),
        pytest.param("dna_rna_class", "RNA", "RNA", id="rna"),
        pytest.param("cell_line", "A549", None, id="no-cargo"),
    ],
)
def test_cargo_type_goes_by_kind_and_words(kind, text, expected):
    assert cargo_type(kind, text) == expected
