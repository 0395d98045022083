from exominer.relate.learned.documents import BLOCK, REACH_BACK, SHORT_DOCUMENT


def test_names_of_one_cell_are_one_candidate(view_of):
    view = view_of(
        "{HeLa|cell_line} cells shed {exosomes|vesicle}. "
        "These {exosomes|vesicle} slowed {A549|cell_line} cells but not {HeLa|cell_line} cells."
    )

    cells = {key[1]: len(found) for key, found in view.groups.items() if key[0] == "cell"}
    assert cells == {"hela": 2, "a549": 1}


def test_every_name_is_in_reach_in_a_short_document(view_of):
    view = view_of("{HeLa|cell_line} cells shed {exosomes|vesicle}. They slowed growth. It rose.")

    assert view.block(2) == 0
    assert ("cell", "hela") in view.groups_of_block(0)


def test_a_name_far_back_in_a_long_document_is_out_of_reach(view_of):
    n_filler = SHORT_DOCUMENT + REACH_BACK
    filler = " ".join(["The plates were kept in the dark for one day."] * n_filler)
    view = view_of(
        f"{{HeLa|cell_line}} cells shed {{exosomes|vesicle}}. {filler} "
        "{Exosomes|vesicle} slowed {A549|cell_line} cells."
    )
    last = view.block(len(view.sentences) - 1)

    assert last == (len(view.sentences) - 1) // BLOCK
    assert [key for key in view.groups_of_block(last) if key[0] == "cell"] == [("cell", "a549")]


def test_vesicles_lend_the_words_of_their_name(view_of):
    view = view_of("{M2 macrophages|cell_type} shed them. M2 {vesicles|vesicle} slowed growth.")

    [words] = view.named_in_vesicles.values()
    assert "m2" in words


def test_the_not_of_not_only_is_no_word_that_denies(view_of):
    view = view_of(
        "{Exosomes|vesicle} not only slowed growth but did not alter {HeLa|cell_line} cells."
    )

    [sentence] = view.sentences
    assert sentence.lower.count("not") == 1


def test_a_name_of_another_paragraph_is_not_in_the_paragraph(view_of):
    view = view_of(
        "{HeLa|cell_line} cells shed {exosomes|vesicle}.\n\n{EVs|vesicle} of {A549|cell_line} rose."
    )

    assert view.in_paragraph(("cell", "hela"), 0)
    assert not view.in_paragraph(("cell", "hela"), 1)
