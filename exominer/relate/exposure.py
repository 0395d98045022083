"""Who of donor, recipient and host was irradiated, with what and with which dose."""

import re
from collections.abc import Sequence

from msgspec import Struct

from exominer.records import Exposed, Mention, MentionKind
from exominer.relate.drafts import Draft
from exominer.relate.scene import Scene
from exominer.relate.vesicles import IRRADIATED, NOT_IRRADIATED

RESPONSE = re.compile(
    r"(?:resistan\w+|sensitiv\w+|response) (?:to|of [\w-]+ to) (?:ionizing )?(?:ir)?radiation"
    r"|(?:radiation|irradiation|IR|RT|UV\w?)[- ](?:induced|mediated|associated|caused|inflicted)"
    r"|(?:under|after|survive|following|by) (?:the )?(?:ir)?radiation|induced by \d",
    re.IGNORECASE,
)
PHENOTYPE = re.compile(r"radio-?(?:sensitiv|resist|sensiti[sz]|protect|response)", re.IGNORECASE)
BYSTANDER = re.compile(r"bystander|abscopal|\bRIBEs?\b|non-?targeted|out-of-field", re.IGNORECASE)
AFTER = re.compile(r"\b(?:after|by|under|following|upon|from|to)(?: \w+){0,2} ?$", re.IGNORECASE)
HOST = re.compile(
    r"\b(?:mice|mouse|rats?|animals?|patients?|volunteers|pigs?|monkeys?|in vivo|xenografts?"
    r"|TBI|(?:total|whole)[- ]body)\b",
    re.IGNORECASE,
)
SHORT_TEXT = 40
SHORT_SETUP_REACH = 5
SETUP_REACH = 3
DOSE_REACH = 2
"""Sentences back in which a dose or a modality still belongs to a claim."""


class Exposure(Struct, frozen=True):
    """The exposed party with the mentions that name radiation and dose."""

    exposed: Exposed
    radiation: Mention | None
    dose: Mention | None


def read_exposure(
    draft: Draft,
    scenes: Sequence[Scene],
    *,
    text: str,
    donors: Sequence[Mention],
    recipients: Sequence[Mention],
) -> Exposure | None:
    """Decide who was irradiated for a draft; None where the claim is not about radiation.

    The vesicles' own phrase speaks for the donor, the effect phrase and the recipients for
    the recipient, and a body ("mice", "total body") for the host where the donor was not
    irradiated.
    """
    scene = scenes[draft.scene]
    sentence = text[scene.text_start : scene.text_end]
    start, end = scene.tree.span(draft.indices)
    effect = text[start : min(end + 40, scene.text_end)]
    link = draft.link
    setup = None
    if link is None or link.irradiated is None:
        setup = find_setup(draft, scenes, donors)
    donor = setup is not None or (link is not None and link.irradiated is True)
    cells = " ".join(text[max(m.start - 14, 0) : m.end] for m in recipients)
    shown = IRRADIATED.search(NOT_IRRADIATED.sub(" ", cells)) is not None
    named = bool(scene.of_kind("radiation", "dose")) and PHENOTYPE.search(effect) is not None
    recipient = shown or RESPONSE.search(effect) is not None or named
    recipient = recipient or _follows_radiation(scene, start, end, text)
    if BYSTANDER.search(effect):
        donor, recipient = True, shown
    agent_radiation = _radiation_agent(scene, draft)
    if draft.kind in {"cargo_change", "release"} and agent_radiation:
        donor = True
    bodily = draft.kind in {"function", "uptake"}
    host = not donor and bodily and _host_exposed(draft, scenes, text)
    if not (donor or recipient or host):
        return None
    radiation = _nearest(draft, scenes, "radiation") or _only(setup, "radiation")
    dose = _nearest(draft, scenes, "dose") or _only(setup, "dose")
    if radiation is None and dose is None:
        return None
    if host and (HOST.search(sentence) or not recipients):
        return Exposure("host", radiation, dose)
    exposed: Exposed = "both" if donor and recipient else "donor" if donor else "recipient"
    return Exposure(exposed, radiation, dose)


def find_setup(draft: Draft, scenes: Sequence[Scene], donors: Sequence[Mention]) -> Scene | None:
    """The sentence before in which the donor's cells were irradiated ("A549 were given 2 Gy").

    Looked for in the last few sentences, in an abstract a little further back.
    """
    names = {(cell.name or cell.text).lower() for cell in donors}
    reach = SHORT_SETUP_REACH if len(scenes) <= SHORT_TEXT else SETUP_REACH
    first = max(draft.scene - reach, 0)
    for scene in reversed(scenes[first : draft.scene]):
        cells = {(m.name or m.text).lower() for m in scene.of_kind("cell_line", "cell_type")}
        if names & cells and scene.of_kind("radiation", "dose"):
            return scene
    return None


def _only(scene: Scene | None, kind: MentionKind) -> Mention | None:
    """The one mention of a kind in a sentence; none where there are several."""
    found = scene.of_kind(kind) if scene is not None else []
    return found[0] if len(found) == 1 else None


def _follows_radiation(scene: Scene, start: int, end: int, text: str) -> bool:
    """Whether the effect itself is one of radiation ("the injury caused by 9 Gy")."""
    return any(
        start <= m.start <= end + 40 and AFTER.search(text[max(m.start - 24, 0) : m.start])
        for m in scene.of_kind("radiation", "dose")
    )


def _radiation_agent(scene: Scene, draft: Draft) -> bool:
    """Radiation as subject, or "after irradiation", in the clause of the draft."""
    nouns = [*draft.arguments.agents, *draft.arguments.means]
    phrase = {i for noun in nouns for i in scene.tree.subtree(noun)}
    if scene.within(phrase, ("radiation", "dose")):
        return True
    circumstances = {"after", "by", "upon", "following", "with", "in", "at"}
    return any(
        scene.within(scene.tree.subtree(preposition), ("radiation", "dose"))
        for preposition in scene.tree.children(draft.arguments.trigger, "prep", "agent")
        if scene.tree.tokens[preposition].text.lower() in circumstances
    )


def _host_exposed(draft: Draft, scenes: Sequence[Scene], text: str) -> bool:
    """An irradiated body in this sentence or in those just before it."""
    for scene in scenes[max(draft.scene - DOSE_REACH, 0) : draft.scene + 1]:
        words = text[scene.text_start : scene.text_end]
        if HOST.search(words) and scene.of_kind("radiation", "dose"):
            return True
    return False


def _nearest(draft: Draft, scenes: Sequence[Scene], kind: str) -> Mention | None:
    """The mention of a kind nearest to the trigger in the sentence, else the last before."""
    scene = scenes[draft.scene]
    at = scene.tree.tokens[draft.arguments.trigger].start
    here = [m for m in scene.mentions if m.kind == kind]
    if here:
        return min(here, key=lambda mention: abs(mention.start - at))
    first = max(draft.scene - DOSE_REACH, 0)
    if draft.link is not None:
        first = min(first, draft.link.scene)
    for earlier in reversed(scenes[first : draft.scene]):
        found = [m for m in earlier.mentions if m.kind == kind]
        if found:
            return found[-1]
    if kind == "dose":
        return None
    anywhere = [m for s in scenes for m in s.mentions if m.kind == kind]
    return anywhere[0] if anywhere and len(scenes) <= 40 else None
