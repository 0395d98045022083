"""Papers done by several processes at once, each with a model of its own."""

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from multiprocessing.connection import Connection, wait

from exominer.errors import ExominerError, ModelError
from exominer.run.isolation import (
    describe_exit,
    exit_on_signal,
    on_terminate,
    start_process,
    stop_process,
)
from exominer.run.outcome import Outcome
from exominer.run.processing import Processor, Task, crashed


class _Member:
    """A worker process, the line to it and the task it is at."""

    def __init__(self, processor: Processor) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, far_end = context.Pipe()
        self.process = context.Process(target=_work, args=(far_end, processor))
        start_process(self.process)
        far_end.close()
        self.task: Task | None = None

    def give(self, task: Task) -> None:
        """Hand over a task; a worker that is gone shows it when its answer is asked for."""
        self.task = task
        try:
            self.line.send(task)
        except OSError:
            return


def _work(line: Connection, processor: Processor) -> None:
    """The worker: answer each task with its outcome or with the error that ends the run."""
    on_terminate(exit_on_signal)
    with closing(processor), suppress(EOFError, OSError):
        while True:
            task = line.recv()
            try:
                answer: object = processor.process(task)
            except ExominerError as error:
                answer = (error.where, error.found, error.do)
            line.send(answer)


def _answer(member: _Member, task: Task) -> Outcome:
    try:
        answer = member.line.recv()
    except (EOFError, OSError):
        stop_process(member.process)
        reason = f"the worker that had it {describe_exit(member.process.exitcode)}"
        return crashed(task, f"{reason}; try it with --jobs 1")
    if isinstance(answer, Outcome):
        return answer
    raise ModelError(*answer)


def process_in_pool(
    tasks: Sequence[Task], processor: Processor, *, n_workers: int
) -> Iterator[Outcome]:
    """Give the outcome of every task, in the order in which they are done.

    A worker that dies takes one paper with it, whose outcome is ``crashed``, and is
    replaced. Workers are stopped when the iterator is exhausted or closed.

    Raises:
        ModelError: If a worker cannot load the model.
    """
    waiting = deque(tasks)
    members: list[_Member] = []
    try:
        for _ in range(min(n_workers, len(tasks))):
            members.append(_Member(processor))
            members[-1].give(waiting.popleft())
        while busy := {member.line: member for member in members if member.task}:
            for line in wait(list(busy)):
                member = busy[line]  # type: ignore[index]
                task, member.task = member.task, None
                if task is None:
                    continue
                yield _answer(member, task)
                if not member.process.is_alive():
                    members.remove(member)
                    if waiting:
                        members.append(member := _Member(processor))
                if waiting:
                    member.give(waiting.popleft())
    finally:
        for member in members:
            member.line.close()
            member.process.terminate()
        for member in members:
            stop_process(member.process)
