"""Processes with limits: a bad call fails alone, and results keep their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool

import pytest

from kg.builds import worker_pool
from kg.builds.worker_pool import Workers, in_order

#: Calls of `eval`, which every process can import; what comes of each; why.
CALLS = [
    ("6 * 7", 42, "a result"),
    ("__import__('os')._exit(7)", "its worker process ended (exit code 7)", "ends itself"),
    ("__import__('ctypes').string_at(0)", "its worker process ended", "a crash in C"),
    ("__import__('time').sleep(600)", "took longer than 2 seconds", "hangs"),
    ("any(iter(int, 1))", "took longer than 2 seconds", "works for ever and holds the GIL"),
    ("[b'x' * 300_000_000, __import__('time').sleep(600)]", "took more than 250 MB", "too large"),
    ("1 / 0", "internal error (ZeroDivisionError: division by zero); please report it", "a fault"),
    ("(_ for _ in ()).throw(MemoryError())", "needs more memory than is available", "no memory"),
    ("2 ** 10", 1024, "the next call goes on in a new process"),
]


def test_a_bad_call_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "TIME_LIMIT", 2)
    monkeypatch.setattr(worker_pool, "MEMORY_LIMIT", 250_000_000)
    with Workers(eval, 2) as submit:
        found = list(in_order(submit, [call for call, *_ in CALLS], 1, 4))
    assert [call for call, _ in found] == [call for call, *_ in CALLS], "in the order of the calls"
    for (_, result), (_, expected, why) in zip(found, CALLS, strict=True):
        if isinstance(expected, str):
            assert isinstance(result, str) and result.startswith(expected), why
        else:
            assert result == expected, why


def test_calls_start_again_when_the_pool_breaks() -> None:
    """A worker that ends at once may take the pool, and so the other calls, with it."""
    with Workers(eval, 2) as submit:
        wait = submit(["__import__('time').sleep(0.5) or 1", "2", "3"])
        submit.pool._pool_manager.handle_broken_pool(BrokenProcessPool("all workers expired"))
        assert wait() == [1, 2, 3]
        assert submit(["4"])() == [4], "and later calls go to the new pool"


def test_workers_that_end_at_once_fail_alone() -> None:
    with Workers(eval, 1) as submit:
        found = submit(["__import__('os')._exit(7)", "1 + 1"] * 8)()
    assert found[1::2] == [2] * 8
    assert all(str(reason).startswith("its worker process ended") for reason in found[::2])


@pytest.mark.parametrize(
    ("count", "batch", "ahead", "why"),
    [
        (0, 3, 2, "nothing to do"),
        (1, 3, 2, "less than a batch"),
        (7, 3, 1, "one batch at a time"),
        (7, 2, 9, "more batches ahead than there are"),
        (6, 1, 2, "batches of one"),
    ],
)
def test_batches_keep_the_order_and_do_not_run_ahead(
    count: int, batch: int, ahead: int, why: str
) -> None:
    begun = taken = 0

    def submit(tasks: Sequence[int]) -> Callable[[], list[int | str]]:
        nonlocal begun
        begun += 1
        assert begun - taken <= ahead, why

        def wait() -> list[int | str]:
            nonlocal taken
            taken += 1
            return [-task for task in tasks]

        return wait

    def tasks() -> Iterator[int]:
        yield from range(count)

    assert list(in_order(submit, tasks(), batch, ahead)) == [(n, -n) for n in range(count)], why
    assert begun == -(-count // batch), why
