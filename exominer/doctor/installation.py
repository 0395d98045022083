"""Python, the packages that exominer needs and those that its extras bring -> checks."""

import platform
from collections.abc import Iterable, Iterator
from importlib import metadata
from typing import Final

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from exominer import __version__
from exominer.doctor.check import Check

PURPOSES: Final = {
    "train": "only to build the shipped recogniser from its corpora anew",
    "transformers": "to run and fine-tune encoders of Hugging Face",
    "ray": "to extract on several machines",
}
"""What an extra is for; one that is not named here is for what its name says."""
_FOR_DEVELOPERS: Final = frozenset({"dev", "test", "docs"})


def check_installation() -> Iterator[Check]:
    """Compare what is installed with what exominer asks for."""
    try:
        about = metadata.metadata("exominer")
        needs = [Requirement(line) for line in metadata.requires("exominer") or ()]
    except metadata.PackageNotFoundError:
        said = f"{__version__}, run from its folder without being installed: versions not checked"
        yield Check("program", "exominer", "note", said, "pip install the folder.")
        return
    yield Check("program", "exominer", "ok", __version__)
    yield check_python(platform.python_version(), about["Requires-Python"] or "")
    yield check_packages(needs)
    for extra in sorted(set(about.get_all("Provides-Extra") or ()) - _FOR_DEVELOPERS):
        yield check_extra(extra, needs)


def check_python(version: str, asked: str) -> Check:
    """Tell whether this Python is one that exominer runs with.

    Example:
        >>> check_python("3.13.1", ">=3.11,<3.13").state
        'wrong'
    """
    if SpecifierSet(asked).contains(version, prereleases=True):
        return Check("program", "Python", "ok", version)
    do = f"Install exominer with a Python {asked}."
    return Check("program", "Python", "wrong", f"{version}, not in {asked}", do)


def check_packages(needs: Iterable[Requirement]) -> Check:
    """Look at the packages that every use needs."""
    needed = [need for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    faults = [fault for need in needed if (fault := _find_fault(need))]
    if not faults:
        return Check("program", "packages", "ok", f"all {len(needed)} are here and in range")
    do = "pip install --force-reinstall exominer in a fresh environment."
    return Check("program", "packages", "wrong", "; ".join(faults), do)


def check_extra(extra: str, needs: Iterable[Requirement]) -> Check:
    """Look at the packages of an extra, which nothing needs that is not asked for."""
    own = [need for need in needs if need.marker and _is_of(need, extra)]
    faults = [fault for need in own if (fault := _find_fault(need))]
    purpose = PURPOSES.get(extra, "")
    if not faults:
        return Check("extras", extra, "ok", ", ".join(_describe(need) for need in own) or purpose)
    said = "; ".join(faults) + (f" ({purpose})" if purpose else "")
    return Check("extras", extra, "note", said, f'pip install "exominer[{extra}]", if wanted.')


def _is_of(need: Requirement, extra: str) -> bool:
    marker = need.marker
    if marker is None:
        return False
    return marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""})


def _describe(need: Requirement) -> str:
    return f"{need.name} {metadata.version(need.name)}"


def _find_fault(need: Requirement) -> str:
    """What is wrong with an installed package; "" if nothing is."""
    try:
        version = metadata.version(need.name)
    except metadata.PackageNotFoundError:
        return f"{need.name} is missing"
    is_right = need.specifier.contains(version, prereleases=True)
    return "" if is_right else f"{need.name} {version} is not in {need.specifier}"
