"""Which molecules travel in vesicles."""

from exominer.records import Mention
from exominer.relate.arguments import find_arguments, find_triggers
from exominer.relate.cargo import cargo_of, credit_cargo, establish_cargo, transferred_cargo
from exominer.relate.drafts import Memory
from exominer.relate.vesicles import link_vesicles
from tests.relate.trees import build_scene, draft_document, index_of, texts

JOINED = """miR-9|mirna/NN/nsubj>fell ,/,/punct>miR-9 HSP70|gene_or_protein/NN/conj>miR-9
    and/CC/cc>HSP70 glia|cell_type/NNS/conj>HSP70 fell/VBD"""
TRANSFER = """Exosomes|vesicle/NNS/nsubj>transferred transferred/VBD miR-9|mirna/NN/dobj>transferred
    to/IN/prep>transferred neurons|cell_type/NNS/pobj>to ,/,/punct>transferred
    raising/VBG/advcl>transferred mortality/NN/dobj>raising"""
KILLED = """Exosomes|vesicle/NNS/nsubj>killed killed/VBD miR-9|mirna/NN/dobj>killed
    raising/VBG/advcl>killed mortality/NN/dobj>raising"""
PACKED = """miR-9|mirna/NN/nsubjpass>packed was/VBD/auxpass>packed packed/VBN into/IN/prep>packed
    the/DT/det>exosomes exosomes|vesicle/NNS/pobj>into"""
FOUND = """miR-7|mirna/NN/nsubjpass>found was/VBD/auxpass>found found/VBN near/IN/prep>found
    the/DT/det>exosomes exosomes|vesicle/NNS/pobj>near"""
CLASS = """Among/IN/prep>rose the/DT/det>miRNAs exosomal|vesicle/JJ/amod>miRNAs
    miRNAs|dna_rna_class/NNS/pobj>Among ,/,/punct>rose miR-9|mirna/NN/nsubj>rose rose/VBD"""
ROSE = "The/DT/det>exosomes exosomes|vesicle/NNS/nsubj>rose rose/VBD"
SLOWED = "Exosomes|vesicle/NNS/nsubj>slowed slowed/VBD growth/NN/dobj>slowed"


def establish(*sentences):
    found = build_scene(*sentences)
    scenes = found if len(sentences) > 1 else [found]
    return establish_cargo(scenes, link_vesicles(scenes, max_sentences_back=3))


def read_arguments(scene, word):
    trigger = index_of(scene.tree, word)
    return find_arguments(scene.tree, trigger, dict(find_triggers(scene.tree))[trigger])


def test_cargo_of_takes_each_molecule_of_the_noun_phrases_once():
    scene = build_scene(JOINED)
    nouns = [index_of(scene.tree, "miR-9"), index_of(scene.tree, "HSP70")]

    assert texts(cargo_of(scene, nouns)) == ["miR-9", "HSP70"]


def test_transferred_cargo_is_what_the_transfer_brings():
    scene = build_scene(TRANSFER)

    assert texts(transferred_cargo(scene, read_arguments(scene, "raising"))) == ["miR-9"]


def test_transferred_cargo_is_none_below_other_verbs():
    scene = build_scene(KILLED)

    assert transferred_cargo(scene, read_arguments(scene, "raising")) == ()


def test_establish_cargo_takes_what_is_said_to_be_in_a_vesicle():
    assert list(establish(PACKED, FOUND)) == ["mir9"]


def test_establish_cargo_takes_members_of_an_exosomal_class():
    assert "mir9" in establish(CLASS)


def test_establish_cargo_keeps_the_first_vesicle():
    first = establish(PACKED, PACKED)["mir9"]

    assert first.scene == 0


def test_credit_cargo_gives_drafts_what_the_next_sentence_names_as_the_cause():
    drafts = draft_document(SLOWED)[0]
    cause = Mention("T9", "mirna", 50, 55, "miR-9")
    memory = Memory({}, credited={0: (cause,)})

    assert [draft.cargo for draft in credit_cargo(drafts, memory)] == [(cause,)]
    assert [draft.cargo for draft in credit_cargo(drafts, Memory({}))] == [()]


def test_credit_cargo_leaves_other_kinds_of_claims_alone():
    drafts = draft_document(ROSE)[0]
    memory = Memory({}, credited={0: (Mention("T9", "mirna", 50, 55, "miR-9"),)})

    assert [draft.kind for draft in drafts] == ["release"]
    assert credit_cargo(drafts, memory) == drafts
