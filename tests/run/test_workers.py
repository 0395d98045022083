import os
from contextlib import closing
from pathlib import Path

import pytest

from exominer.config import Config
from exominer.errors import ModelError
from exominer.ingest.inputs import Input
from exominer.run.processing import Processor, Task
from exominer.run.stages import Stages
from exominer.run.workers import process_in_pool
from tests.run.fake_stages import FAKE, find_inputs, read_document


def refuse_model(model_dirs, config):  # noqa: ARG001 - the signature of the stage
    raise ModelError("models/none", "no such folder", "Check the path.")


@pytest.fixture
def make_tasks(tmp_path):
    def write_papers(*contents):
        for number, content in enumerate(contents):
            (tmp_path / f"{number}.txt").write_text(content)
        return [Task(Input(path.name, path), "", "f") for path in sorted(tmp_path.glob("*.txt"))]

    return write_papers


def test_process_in_pool_replaces_workers_that_die(make_tasks):
    tasks = make_tasks("PLAIN KILL", "PLAIN KILL", "PLAIN MIR", "PLAIN", "PLAIN MIR")
    processor = Processor(FAKE, Config(), {})

    outcomes = {o.document: o for o in process_in_pool(tasks, processor, n_workers=2)}

    assert [outcomes[t.paper.document].status for t in tasks] == [
        "crashed",
        "crashed",
        "ok",
        "ok",
        "ok",
    ]
    assert "SIGKILL" in outcomes["0.txt"].reason


def test_process_in_pool_raises_when_the_model_cannot_be_loaded(make_tasks):
    stages = Stages(find_inputs, read_document, refuse_model)
    tasks = make_tasks("PLAIN", "PLAIN")

    with pytest.raises(ModelError, match="models/none: no such folder"):
        list(process_in_pool(tasks, Processor(stages, Config(), {}), n_workers=2))


def test_process_in_pool_leaves_no_process_when_it_is_closed(make_tasks):
    tasks = make_tasks(*["PLAIN SLOW"] * 4)
    before = children()

    with closing(process_in_pool(tasks, Processor(FAKE, Config(), {}), n_workers=2)) as outcomes:
        next(outcomes)
        during = children()

    assert len(during - before) >= 2
    assert children() <= before | trackers()


def children():
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    if not listed.exists():
        pytest.skip("needs Linux to list processes")
    return set(listed.read_text().split())


def trackers():
    """The helper that Python starts once with its first process and keeps."""
    return {
        pid
        for pid in children()
        if b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    }
