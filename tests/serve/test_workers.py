"""Workers: what takes too long or crashes ends alone, and the next request is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kg.errors import QueryError, StoreError, UsageError
from kg.serve.workers import Answered, Busy, Overdue, Workers
from work import crash, err, fail, grow, much, process, say, sleep, slow_process


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(count=1, waiting=2)
    yield made
    made.close()


def answered(workers: Workers, folder: Path, *work: object, seconds: float = 60) -> bytes:
    async def ask() -> bytes:
        made = await workers.answer(folder, seconds, *work)  # type: ignore[arg-type]
        with made.body as body:
            return body.read()

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("work", "error", "reason"),
    [
        ((fail,), UsageError, "nothing like that"),
        ((err,), StoreError, "ValueError: a mistake of ours"),
        ((crash,), QueryError, "crashed the engine"),
        ((grow,), QueryError, "crashed the engine"),
        ((much,), QueryError, "larger than 256 MB"),
        ((sleep, 60.0), Overdue, "stopped after 1 s"),
    ],
    ids=["fails", "errs", "crashes", "grows", "says too much", "takes too long"],
)
def test_what_goes_wrong_is_said_and_the_next_is_answered(
    workers: Workers,
    demo_graph: Path,
    work: tuple[object, ...],
    error: type[Exception],
    reason: str,
) -> None:
    answered(workers, demo_graph, say, "a")  # it has started
    with pytest.raises(error, match=reason):
        answered(workers, demo_graph, *work, seconds=1 if work[0] is sleep else 60)
    assert answered(workers, demo_graph, say, "a")


def test_a_worker_goes_on_after_an_error_and_not_after_a_crash(
    workers: Workers, demo_graph: Path
) -> None:
    first = answered(workers, demo_graph, process)
    with pytest.raises(UsageError):
        answered(workers, demo_graph, fail)
    assert answered(workers, demo_graph, process) == first
    with pytest.raises(QueryError):
        answered(workers, demo_graph, crash)
    assert answered(workers, demo_graph, process) != first


def test_more_than_may_wait_are_refused(workers: Workers, demo_graph: Path) -> None:
    async def ask_all() -> list[object]:
        asked = [workers.answer(demo_graph, 60, sleep, 0.5) for _ in range(6)]
        return await asyncio.gather(*asked, return_exceptions=True)

    outcomes = asyncio.run(ask_all())
    for outcome in outcomes:
        if isinstance(outcome, Answered):
            outcome.body.close()
    # one is at work, two wait
    assert [type(outcome) for outcome in outcomes].count(Busy) == 3, outcomes


def test_renewed_workers_keep_no_build_open(workers: Workers, demo_graph: Path) -> None:
    idle = int(answered(workers, demo_graph, process))
    workers.renew()
    assert not psutil.pid_exists(idle)

    async def renew_while_at_work() -> None:
        asked = asyncio.create_task(workers.answer(demo_graph, 60, slow_process))
        await asyncio.sleep(0.1)
        workers.renew()
        with (await asked).body as body:
            assert not psutil.pid_exists(int(body.read()))

    asyncio.run(renew_while_at_work())


def test_no_process_is_left(workers: Workers, demo_graph: Path) -> None:
    pid = int(answered(workers, demo_graph, process))
    workers.close()
    assert not psutil.pid_exists(pid)
