from importlib import metadata

import pytest
from packaging.requirements import Requirement

from exominer.doctor import installation
from exominer.doctor.installation import (
    check_extra,
    check_installation,
    check_packages,
    check_python,
)

INSTALLED = metadata.version("msgspec")


def _needs(*lines):
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("version", "state"),
    [("3.10.9", "wrong"), ("3.11.0", "ok"), ("3.12.9", "ok"), ("3.13.0", "wrong")],
)
def test_check_python_wants_a_version_in_range(version, state):
    assert check_python(version, ">=3.11,<3.13").state == state


@pytest.mark.parametrize(
    ("line", "state", "said"),
    [
        pytest.param("msgspec>=0.1", "ok", "all 1 are here", id="in-range"),
        pytest.param("msgspec<0.1", "wrong", f"msgspec {INSTALLED} is not in <0.1", id="too-new"),
        pytest.param("no-such-package", "wrong", "no-such-package is missing", id="missing"),
        pytest.param(
            "no-such-package; extra == 'ray'", "ok", "all 0 are here", id="missing-for-an-extra"
        ),
        pytest.param(
            "no-such-package; python_version < '3'", "ok", "all 0 are here", id="for-others"
        ),
    ],
)
def test_check_packages_names_what_is_missing_or_out_of_range(line, state, said):
    check = check_packages(_needs(line))

    assert check.state == state
    assert said in check.said
    assert bool(check.do) is (state == "wrong")


def test_check_extra_says_what_to_install_and_is_not_wrong():
    needs = _needs("msgspec; extra == 'ray'", "no-such-package>=2; extra == 'ray'", "absent")

    check = check_extra("ray", needs)

    assert (check.state, check.name) == ("note", "ray")
    assert check.said == "no-such-package is missing (to extract on several machines)"
    assert 'pip install "exominer[ray]"' in check.do


def test_check_extra_names_the_versions_that_are_here():
    assert check_extra("x", _needs("msgspec; extra == 'x'")).said == f"msgspec {INSTALLED}"


def test_check_installation_says_that_versions_cannot_be_checked(monkeypatch):
    def find(_name):
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(installation.metadata, "metadata", find)

    [check] = check_installation()

    assert check.state == "note"
    assert "without being installed" in check.said
