"""The seven stages stay apart: imports point to records, never from stage to stage."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "exominer"
STAGES = ("ingest", "annotate", "relate", "assemble", "export", "train", "evaluate")
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported_names(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_modules_are_found():
    assert len(MODULES) > 20


@pytest.mark.parametrize("stage", STAGES)
def test_stage_imports_no_other_stage(stage):
    others = tuple(f"exominer.{name}" for name in (*STAGES, "run", "cli") if name != stage)
    modules = list((PACKAGE / stage).rglob("*.py"))
    assert modules
    found = {
        f"{path.name}: {name}"
        for path in modules
        for name in imported_names(path)
        if name.startswith(others)
    }

    assert found == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_has_at_most_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
