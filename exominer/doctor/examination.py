"""All checks in a row, and whether what is needed works."""

from collections.abc import Sequence

from msgspec import Struct

from exominer.doctor.check import Check
from exominer.doctor.installation import check_installation
from exominer.doctor.models import check_cache, check_models

EXIT_WRONG = 3
"""Exit code where something that is needed does not work."""


class Examination(Struct, frozen=True):
    """What was looked at, in order."""

    checks: tuple[Check, ...]

    @property
    def n_wrong(self) -> int:
        """How many things are needed and do not work."""
        return sum(check.state == "wrong" for check in self.checks)

    @property
    def exit_code(self) -> int:
        """0 where nothing is wrong.

        Example:
            >>> Examination((Check("program", "Python", "ok", "3.12.1"),)).exit_code
            0
        """
        return EXIT_WRONG if self.n_wrong else 0


def examine(model_names: Sequence[str] = ()) -> Examination:
    """Look at the installation, the models that ``extract --model`` would take, and the cache."""
    checks = (*check_installation(), *check_models(model_names), *check_cache())
    return Examination(checks)
