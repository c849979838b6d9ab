"""The pool: order, time, death and independence from the number of workers."""

import time

import pytest

from derive.command.pool import Lost, run

SLEEP = "__import__('time').sleep(60)"
DIE = "__import__('os')._exit(3)"


def answers(tasks: list[str], seconds: float = 5, workers: int = 2) -> list[object]:
    # `eval` stands for any function here: the tasks are this file's own.
    return list(run(eval, tasks, seconds=seconds, workers=workers))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks_whatever_the_number_of_workers(workers: int) -> None:
    assert answers([f"{n}**2" for n in range(20)], workers=workers) == [n**2 for n in range(20)]


def test_a_task_that_hangs_loses_its_worker_and_nothing_else() -> None:
    start = time.monotonic()
    first, hung, last = answers(["1", SLEEP, "3"], seconds=0.5, workers=1)
    assert (first, last) == (1, 3)
    assert hung == Lost("it took longer than 0.5 seconds")
    assert time.monotonic() - start < 20


def test_a_worker_that_dies_is_replaced() -> None:
    first, died, last = answers(["1", DIE, "3"], workers=1)
    assert (first, last) == (1, 3)
    assert isinstance(died, Lost)
    assert "died" in died.why


def test_an_error_in_a_task_is_told_in_a_sentence() -> None:
    assert answers(["1/0"]) == [Lost("an internal error stopped it (ZeroDivisionError: division by zero)")]


def test_a_task_that_eats_memory_is_stopped() -> None:
    (greedy, small) = answers(["len(bytearray(10**11))", "2"], workers=1)
    assert greedy == Lost("it needed more memory than is allowed")
    assert small == 2


def test_no_tasks_give_no_results() -> None:
    assert answers([]) == []
