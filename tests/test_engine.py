"""A job over many items: the results in the items' order, few under way at once, executors by
name.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pfocr_cli.engine import executor_for, pool, run
from pfocr_cli.engine.queue import BATCH
from pfocr_cli.errors import PfocrError

R = TypeVar("R")


def double(number: int) -> int:
    return 2 * number


def broken(number: int) -> int:
    if number == 3:
        raise LookupError("on purpose")
    return number


def threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2)


@settings(max_examples=30)
@given(st.integers(0, 3 * BATCH + 2))
def test_the_order_is_the_items_whoever_works(count: int) -> None:
    expected = [double(number) for number in range(count)]
    assert list(run(double, range(count))) == expected
    with threads() as executor:
        assert list(run(double, range(count), executor)) == expected


def test_nothing_is_done_before_a_result_is_asked_for() -> None:
    begun: list[int] = []
    results = run(begun.append, range(3))
    assert begun == []
    next(results)
    assert begun == [0]


def noted(numbers: range, taken: list[int]) -> Iterator[int]:
    """Yield numbers, and note each as it is taken."""
    for number in numbers:
        taken.append(number)
        yield number


def test_items_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []
    with threads() as executor:
        for result in run(double, noted(range(10_000), taken), executor):
            assert result == 0
            break
        assert len(taken) < 2_000


def test_an_item_that_weighs_as_a_batch_goes_by_itself() -> None:
    taken: list[int] = []
    with threads() as executor:
        items = noted(range(100), taken)
        results = run(double, items, executor, weight=lambda number: BATCH if number else 1)
        assert [next(results), next(results)] == [0, 2]
        assert len(taken) < 20
        assert [*results] == [*range(4, 200, 2)]


class Noting(ThreadPoolExecutor):
    """Notes how many items it is given at a time."""

    def __init__(self) -> None:
        super().__init__(2)
        self.sizes: list[int] = []

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        self.sizes.append(len(args[1]))
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize(
    ("count", "most", "batches"), [(40, 8, 5), (300, 16, 30), (9_000, 64, 200)]
)
def test_a_few_items_are_shared_by_all_and_many_go_in_fewer_batches(
    count: int, most: int, batches: int
) -> None:
    with Noting() as executor:
        assert sum(run(double, range(count), executor)) == count * (count - 1)
    assert max(executor.sizes) == most
    assert len(executor.sizes) <= batches


@pytest.mark.parametrize("with_executor", [False, True])
def test_an_error_of_a_job_comes_out(with_executor: bool) -> None:
    with threads() as executor, pytest.raises(LookupError, match="on purpose"):
        list(run(broken, range(5), executor if with_executor else None))


def test_one_process_is_this_one() -> None:
    with executor_for(1) as executor:
        assert executor is None


def test_more_are_others() -> None:
    with executor_for(2) as executor:
        assert executor is not None
        assert executor.submit(os.getpid).result(60) != os.getpid()


def test_no_number_is_one_for_each_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pfocr_cli.engine.usable_cores", lambda: 1)
    with executor_for(0) as executor:
        assert executor is None


def test_an_executor_by_name() -> None:
    with executor_for(1, f"{__name__}:threads") as executor:
        assert executor is not None
        assert executor.submit(threading.get_ident).result(60) != threading.get_ident()


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("no_such_module:make", "--executor 'no_such_module:make' cannot be used: No module named"),
        ("os:nothing", "--executor 'os:nothing' cannot be used: "),
        (
            "builtins:dict",
            "--executor 'builtins:dict' cannot be used: it gives no concurrent.futures.Executor",
        ),
        ("dask:nowhere", "--executor 'dask:nowhere' cannot be used: "),
    ],
)
def test_what_is_none_is_told(spec: str, said: str) -> None:
    with pytest.raises(PfocrError) as told:
        executor_for(1, spec)
    assert str(told.value).startswith(said)


REFUSED = BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
NO_MEMORY_FILES = FileNotFoundError(errno.ENOENT, "No such file or directory", "/dev/shm/x")


def refusing(error: Exception) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse


@pytest.mark.parametrize(
    ("where", "error", "why"),
    [
        ("_start_server", REFUSED, " (resource temporarily unavailable)"),
        ("Pool._new", NO_MEMORY_FILES, " (no such file or directory)"),
        ("Pool._new", MemoryError(), ""),
        ("submit", EOFError("unexpected EOF"), ""),
        ("submit", RuntimeError("can't start new thread"), " (can't start new thread)"),
    ],
)
def test_processes_that_the_system_refuses_are_told(
    where: str, error: Exception, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type("Refusing", (ThreadPoolExecutor,), {"submit": refusing(error)})
    monkeypatch.setattr(pool, "_start_server", lambda: None)
    monkeypatch.setattr(pool.Pool, "_new", lambda _, count: kind(count))
    if where != "submit":
        monkeypatch.setattr(f"{pool.__name__}.{where}", refusing(error))
    with pytest.raises(PfocrError) as told, executor_for(2) as executor:
        list(run(double, range(3), executor))
    assert str(told.value) == (
        f"the system does not let pfocr start its processes{why}: --jobs 1 does without them"
    )


def test_what_is_readied_too_early_is_told_when_there_is_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "_preloaded", [])
    monkeypatch.setattr(pool, "_start_server", refusing(REFUSED))
    pool.make_ready(["here"])
    assert pool._preloaded == (["here"] if pool._has_server() else [])


def test_a_process_that_can_fork_no_more_ends_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    importlib.reload(importlib.import_module("pfocr_cli.engine.fork_server"))
    sys.excepthook(BlockingIOError, REFUSED, None)
    assert capsys.readouterr().err == ""
    sys.excepthook(LookupError, LookupError("a bug"), None)
    assert "LookupError: a bug" in capsys.readouterr().err


def test_processes_are_started_anew_a_moment_after_one_was_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps: list[object] = []

    def new(_: pool.Pool, count: int) -> ThreadPoolExecutor:
        steps.append("new")
        return ThreadPoolExecutor(count)

    monkeypatch.setattr(pool, "_start_server", lambda: None)
    monkeypatch.setattr(pool.Pool, "_new", new)
    monkeypatch.setattr(f"{pool.__name__}.time.sleep", steps.append)
    with pool.Pool(2, 2) as executor:
        executor.renew()
    assert steps == ["new", pool._MOMENT, "new"]
