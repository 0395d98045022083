"""Donors, recipients and exposure of every draft, with what drafts lend each other."""

import re
from collections.abc import Sequence

from msgspec import Struct, structs

from exominer.records import Mention
from exominer.relate.drafts import Draft
from exominer.relate.exposure import Exposure, read_exposure
from exominer.relate.roles import default_donors, find_donors, find_recipients, is_generic
from exominer.relate.scene import Scene
from exominer.relate.vesicles import Link

UNEXPOSED = re.compile(
    r"\b(?:un-?irradiated|non-?irradiated|unexposed|bystander|na[iï]ve)\b", re.IGNORECASE
)


class Circumstance(Struct, frozen=True):
    """Who released, who responds, who was irradiated; None where no radiation is meant."""

    donors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    exposure: Exposure | None


def read_circumstances(
    drafts: Sequence[Draft],
    scenes: Sequence[Scene],
    *,
    text: str,
    links: Sequence[Link],
    is_short: bool,
) -> list[Circumstance]:
    """One circumstance a draft, in the same order.

    Args:
        drafts: Drafts of one document in order of the text.
        scenes: Its sentences.
        text: The document's text.
        links: Its vesicle mentions; a donor that most of them share is that of all.
        is_short: An abstract tells of one experiment, so that vesicles of irradiated
            donors stay so in its later sentences; a long text does not.
    """
    fallback = default_donors(links, scenes, is_short=is_short)
    releasing = frozenset(cell.mention_id for link in links for cell in link.donors)
    found = []
    for draft in drafts:
        donors = find_donors(draft, fallback)
        recipients = find_recipients(draft, scenes, donors, releasing=releasing)
        donors = _bystander_donors(draft, donors, recipients, text)
        exposure = read_exposure(draft, scenes, text=text, donors=donors, recipients=recipients)
        found.append(Circumstance(donors, recipients, exposure))
    shared = _share_recipients(drafts, found)
    return _carry_exposure(drafts, shared, is_short=is_short)


def _bystander_donors(
    draft: Draft, donors: tuple[Mention, ...], recipients: Sequence[Mention], text: str
) -> tuple[Mention, ...]:
    """Donors named by their part alone are of the recipients' line in a bystander experiment.

    "Unirradiated A549 cells given exosomes of irradiated cells": the irradiated cells are
    A549, too. An inference, so only where recipients are called unirradiated or bystander.
    """
    if not donors or draft.link is None or not all(is_generic(cell) for cell in donors):
        return donors
    same = [
        cell
        for cell in recipients
        if cell.kind == "cell_line" and UNEXPOSED.search(text[max(cell.start - 22, 0) : cell.end])
    ]
    return (*donors, *same)


def _share_recipients(drafts: Sequence[Draft], found: Sequence[Circumstance]) -> list[Circumstance]:
    """Coordinated effects of one sentence respond in the same cells.

    "slowed growth and raised mutation rates in fibroblasts" names them once.
    """
    shared = list(found)
    for index, draft in enumerate(drafts):
        if draft.kind != "function" or found[index].recipients:
            continue
        partners = [
            found[other].recipients
            for other in (index + 1, index - 1)
            if 0 <= other < len(drafts) and _is_coordinate(draft, drafts[other])
        ]
        named = next((cells for cells in partners if cells), ())
        shared[index] = structs.replace(found[index], recipients=named)
    return shared


def _is_coordinate(draft: Draft, other: Draft) -> bool:
    return draft.scene == other.scene and draft.link == other.link and other.kind == "function"


def _carry_exposure(
    drafts: Sequence[Draft], found: Sequence[Circumstance], *, is_short: bool
) -> list[Circumstance]:
    """A claim that says nothing of radiation has that of an earlier one, if it belongs there.

    Within a sentence with the dose; over the sentences of an abstract without it, since
    later steps need not have been done at the same dose.
    """
    carried = list(found)
    for index, draft in enumerate(drafts):
        controls = draft.link is not None and draft.link.irradiated is False
        if found[index].exposure is not None or controls:
            continue
        for before in range(index - 1, -1, -1):
            exposure = carried[before].exposure
            same_sentence = drafts[before].scene == draft.scene
            if not same_sentence and not is_short:
                break
            if exposure is None or exposure.exposed not in {"donor", "both"}:
                continue
            if _names(found[before].donors) != _names(found[index].donors):
                continue
            dose = exposure.dose if same_sentence else None
            lent = structs.replace(exposure, exposed="donor", dose=dose)
            carried[index] = structs.replace(found[index], exposure=lent)
            break
    return carried


def _names(cells: Sequence[Mention]) -> set[str]:
    return {(cell.name or cell.text).lower() for cell in cells}
