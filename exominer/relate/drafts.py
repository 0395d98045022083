"""A claim on its way: what the clause says of it, and what earlier sentences lend it."""

from msgspec import Struct, field

from exominer.records import ClaimKind, Direction, Mention
from exominer.relate.agents import Agent
from exominer.relate.arguments import Arguments
from exominer.relate.scene import Scene
from exominer.relate.vesicles import Link

CARGO_REACH = 2
"""Sentences around one with a vesicle in which its cargo may act under its name alone."""

STEP_SCORES = {
    "vesicle": 0.66,
    "cargo": 0.66,
    "treatment": 0.55,
    "treated": 0.66,
    "anaphor": 0.55,
    "cargo without vesicle": 0.85,
    "vague": 0.9,
    "hold": 0.7,
    "theme": 0.66,
    "implied": 0.6,
    "means": 0.85,
    "biomarker": 0.55,
    "regulator": 0.7,
    "marked assertion": 1.2,
}
"""Share of claims right at the triple by the step that found them, and factors to it.

Rounded from the counts on the train part of ``annotations/``; a negated or hedged claim was
right more often ("marked assertion"). ``evaluation/calibration`` shows how well they hold.
"""


class Draft(Struct, frozen=True):
    """A claim before its circumstances: ``indices`` are the tokens of the effect phrase.

    ``score`` is the product of what each step was sure of; see ``STEP_SCORES``.
    """

    scene: int
    arguments: Arguments
    kind: ClaimKind
    direction: Direction
    indices: tuple[int, ...]
    cargo: tuple[Mention, ...] = ()
    link: Link | None = None
    treated: tuple[Mention, ...] = ()
    score: float = 1.0


class Memory(Struct):
    """What earlier sentences leave for later ones: the last agent, vesicle and known cargo.

    ``credited`` is cargo that "this change was due to miR-21" adds to the claims
    of the sentence before, by the number of that sentence.
    """

    established: dict[str, Link]
    agent: Agent | None = None
    agent_scene: int = -9
    last_link: Link | None = None
    credited: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    vesicle_scenes: frozenset[int] = frozenset()
    is_short: bool = True

    def is_near_vesicle(self, scene: int) -> bool:
        """Whether a sentence stands close to one with a vesicle, as all do in an abstract."""
        nearby = range(scene - CARGO_REACH, scene + CARGO_REACH + 1)
        return self.is_short or any(number in self.vesicle_scenes for number in nearby)


class Case(Struct, frozen=True):
    """One trigger in its sentence with the vesicle links of the sentence and the agent."""

    scene: Scene
    arguments: Arguments
    links: tuple[Link, ...]
    agent: Agent | None

    @property
    def sort(self) -> str:
        """The sort of the trigger word."""
        return self.arguments.reading.sort
