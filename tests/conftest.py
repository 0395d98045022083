"""Fixtures for all tests, and the rule for tests that need the development data."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items):
    if SHARED.is_dir():
        return
    if os.environ.get("EXOMINER_REQUIRE_SHARED"):
        raise pytest.UsageError(f"The development data is required, but {SHARED} is no folder.")
    skip = pytest.mark.skip(reason="needs the development data beside the checkout")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(skip)


@pytest.fixture
def shared() -> Path:
    return SHARED
