"""Workers that can be killed.

Deciding runs in processes of its own, because a library that hangs cannot be interrupted in any other way.  A task that
outlives its time loses its worker; a fresh one takes the next task.  Results come back in the order of the tasks.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any

MEMORY = 3 * 1024**3


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that has no result: ``why`` is a sentence without a full stop."""

    why: str


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    task: int | None = None
    deadline: float = 0.0


def run(
    function: Callable[[Any], Any],
    tasks: Iterable[Any],
    *,
    seconds: float,
    workers: int,
    preload: Sequence[str] = (),
) -> Iterator[Any]:
    """Yield ``function(task)`` for each task in order; a :class:`Lost` where the worker was killed or died.

    Args:
        function: a module-level function; it is imported in the workers.
        seconds: after so long a task's worker is killed.
        workers: how many processes; the results do not depend on it.
        preload: modules that a worker imports before its first task, so that their time is nobody's.
    """
    context = _context(preload)
    pool: list[_Worker] = []
    queue = iter(enumerate(tasks))
    finished: dict[int, Any] = {}
    turn = 0
    exhausted = False
    try:
        while True:
            for worker in pool:
                if worker.task is None and not exhausted:
                    exhausted = not _give(worker, queue, seconds)
            while not exhausted and len(pool) < workers:
                worker = _start(context, function, preload)
                pool.append(worker)
                exhausted = not _give(worker, queue, seconds)
            busy = [w for w in pool if w.task is not None]
            if not busy and exhausted:
                return
            for worker in _ready(busy):
                number, worker.task = worker.task, None
                assert number is not None
                finished[number] = _collect(worker, seconds)
                if not worker.process.is_alive() or isinstance(finished[number], Lost):
                    _stop(worker)
                    pool.remove(worker)
            while turn in finished:
                yield finished.pop(turn)
                turn += 1
    finally:
        for worker in pool:
            _stop(worker)


def _context(preload: Sequence[str]) -> Any:
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    # A killed worker's successor is forked from a server that has the imports done.
    context.set_forkserver_preload(list(preload))
    return context


def _start(context: Any, function: Callable[[Any], Any], preload: Sequence[str]) -> _Worker:
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, function, tuple(preload)), daemon=True)
    process.start()
    there.close()
    if not here.poll(120):
        process.kill()
        raise RuntimeError("a worker did not start within 120 seconds")
    here.recv()
    return _Worker(process, here)


def _give(worker: _Worker, queue: Iterator[tuple[int, Any]], seconds: float) -> bool:
    following = next(queue, None)
    if following is None:
        return False
    worker.task = following[0]
    worker.deadline = monotonic() + seconds
    worker.pipe.send(following[1])
    return True


def _ready(busy: list[_Worker]) -> list[_Worker]:
    patience = max(0.0, min(w.deadline for w in busy) - monotonic())
    answered = set(map(id, wait([w.pipe for w in busy], patience)))
    now = monotonic()
    return [w for w in busy if id(w.pipe) in answered or now >= w.deadline]


def _collect(worker: _Worker, seconds: float) -> Any:
    try:
        if worker.pipe.poll():
            return worker.pipe.recv()
    except (EOFError, OSError):
        return Lost("the process that decided it died, most likely for want of memory")
    return Lost(f"it took longer than {seconds:g} seconds")


def _stop(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _serve(pipe: Connection, function: Callable[[Any], Any], preload: tuple[str, ...]) -> None:
    _bound_memory()
    for module in preload:
        __import__(module)
    pipe.send(None)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            result = function(task)
        except KeyboardInterrupt:
            return
        except MemoryError:
            result = Lost("it needed more memory than is allowed")
        except RecursionError:
            result = Lost("it is nested too deeply")
        except Exception as error:
            result = Lost(f"an internal error stopped it ({type(error).__name__}: {error})")
        pipe.send(result)


def _bound_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
