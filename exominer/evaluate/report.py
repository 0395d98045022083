"""What an evaluation comes to: the record that is printed, written and shown."""

from msgspec import Struct

from exominer.evaluate.ceiling import Ceiling
from exominer.evaluate.comparison import Difference
from exominer.evaluate.system import SystemScores
from exominer.evaluate.table1 import Table1Scores


class EvaluationReport(Struct, frozen=True):
    """Scores of one system or two, with the names of the files they are of.

    Gold rows fill ``table1``, by system; gold documents ``systems``. ``left_out`` has a
    line for each gold document that could not be scored.
    """

    gold: str
    split: str
    scored: tuple[str, ...]
    documents: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    table1: dict[str, tuple[Table1Scores, ...]] = {}
    systems: tuple[SystemScores, ...] = ()
    ceiling: Ceiling | None = None
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
