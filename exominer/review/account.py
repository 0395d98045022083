"""What run.json says of a run that a review needs: its inputs, and which claims it wrote."""

from pathlib import Path

import msgspec
from msgspec import Struct


class _Assemble(Struct, frozen=True):
    min_score: float | None = None


class _Config(Struct, frozen=True):
    assemble: _Assemble = _Assemble()


class _Options(Struct, frozen=True):
    config: _Config = _Config()
    min_score: float | None = None


class Account(Struct, frozen=True):
    """The inputs of a run as they were typed, and its options."""

    inputs: tuple[str, ...] = ()
    options: _Options = _Options()

    @property
    def least_score(self) -> float:
        """The score from which claims were written."""
        given = self.options.min_score
        return (self.options.config.assemble.min_score if given is None else given) or 0.0


def read_account(run_dir: Path) -> Account:
    """Read run.json; where it is missing or odd, there are no inputs and all claims count.

    Example:
        >>> read_account(Path("no run")).least_score
        0.0
    """
    try:
        return msgspec.json.decode((run_dir / "run.json").read_bytes(), type=Account)
    except (OSError, msgspec.MsgspecError):
        return Account()
