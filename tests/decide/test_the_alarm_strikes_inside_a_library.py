"""The clock interrupts code that polls nothing, once, and leaves no trace."""

import signal
import threading
import time

import pytest

from derive.decide.alarm import struck_by
from derive.decide.budget import Budget, OutOfBudget


def spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_a_loop_that_polls_nothing_is_interrupted_in_a_sentence() -> None:
    start = time.monotonic()
    with pytest.raises(OutOfBudget, match=r"the budget of 0\.05 s was used up"), struck_by(Budget(seconds=0.05)):
        spin(20)
    assert time.monotonic() - start < 5


def test_an_interruption_that_is_swallowed_comes_again() -> None:
    swallowed: list[Exception] = []

    def library() -> None:
        try:
            spin(20)
        except Exception as error:
            swallowed.append(error)
            spin(20)

    with pytest.raises(OutOfBudget), struck_by(Budget(seconds=0.05)):
        library()
    assert len(swallowed) == 1


def test_a_body_that_keeps_to_its_budget_is_left_alone() -> None:
    with struck_by(Budget(seconds=0.2)):
        pass
    spin(0.3)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_the_outer_of_two_clocks_goes_on() -> None:
    def library() -> None:
        with struck_by(Budget(seconds=50)):
            pass
        spin(20)

    with pytest.raises(OutOfBudget, match=r"0\.1 s"), struck_by(Budget(seconds=0.1)):
        library()


def test_outside_the_main_thread_there_is_no_clock() -> None:
    done: list[bool] = []

    def body() -> None:
        with struck_by(Budget(seconds=0.01)):
            spin(0.1)
        done.append(True)

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    assert done == [True]
