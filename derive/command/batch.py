"""Batches of JSON lines: one line out for each line in, in order, whatever happens."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Generator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from derive.command.errors import Misuse
from derive.command.files import LARGEST_BATCH, read_text, write_whole
from derive.command.pool import Lost, run

LONGEST_LINE = 1_000_000

Record = dict[str, Any]


def run_batch(
    source: Path,
    out: Path | None,
    answer: Callable[[str], str],
    failure: Callable[[Any, str], Record],
    *,
    prefix: str = "",
    seconds: float,
    workers: int,
    preload: tuple[str, ...],
) -> list[Record]:
    """Answer every line of a file.

    What is finished is kept beside ``out`` while the batch runs; the same command goes on from there after an
    interruption.  ``out`` itself appears only when it is whole.

    Args:
        source: the file of JSON lines.
        out: where the answers go; None prints them.
        answer: from a line to a line, run in the workers.
        failure: from a line's id and a reason to the record of a line that has no answer.
        prefix: what is put before a line when it goes to a worker.
        seconds: after so long a line is given up.
        workers: how many processes.
        preload: modules imported in the workers beforehand.
    """
    text = read_text(source, LARGEST_BATCH)
    lines = [line for line in text.split("\n") if line.strip()]
    partial = None if out is None else out.with_name(f".{out.name}.partial")
    digest = hashlib.sha256(text.encode()).hexdigest()
    done = _finished(partial, digest) if partial is not None else []
    records: list[Record] = [json.loads(line) for line in done]
    sink = _open(partial, digest, done) if partial is not None else None
    bar = _progress(len(lines), len(done), quiet=out is None)
    try:
        tasks = (prefix + line[:LONGEST_LINE] for line in islice(lines, len(done), None))
        answers = run(answer, tasks, seconds=seconds, workers=workers, preload=preload)
        for line, result in zip(islice(lines, len(done), None), answers):
            if isinstance(result, Lost):
                result = json.dumps(failure(_identity(line), result.why), ensure_ascii=False)
            records.append(json.loads(result))
            if sink is None:
                click.echo(result)
            else:
                sink.write(result + "\n")
                sink.flush()
            next(bar)
    finally:
        if sink is not None:
            sink.close()
        bar.close()
    if out is not None and partial is not None:
        write_whole(out, "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records))
        partial.unlink(missing_ok=True)
    return records


def parse_line(line: str) -> Record:
    """The record of a line.

    Raises:
        ValueError: it is no JSON object.
    """
    if len(line) >= LONGEST_LINE:
        raise ValueError(f"the line has more than {LONGEST_LINE:,} characters; expected a shorter one")
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        place = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f'the line is not JSON{place}; expected an object such as {{"id": "1", ...}}') from None
    if not isinstance(record, dict):
        raise ValueError(f"the line is a JSON {type(record).__name__}; expected an object with an id")
    return record


def _identity(line: str) -> Any:
    try:
        return parse_line(line).get("id")
    except ValueError:
        return None


def _finished(partial: Path, digest: str) -> list[str]:
    if not partial.exists():
        return []
    first, *rest = partial.read_text(encoding="utf-8").split("\n")
    # The last line may be cut off by the interruption; what follows the last line end is dropped.
    return rest[:-1] if first == digest else []


def _open(partial: Path, digest: str, done: list[str]) -> Any:
    try:
        sink = partial.open("w", encoding="utf-8")
    except OSError as error:
        raise Misuse(f"{partial.parent} cannot be written ({error.strerror}); expected a folder that exists") from None
    sink.write("".join(line + "\n" for line in [digest, *done]))
    sink.flush()
    return sink


def _progress(total: int, start: int, *, quiet: bool) -> Generator[None, None, None]:
    """Count on a terminal; silent elsewhere."""
    shown = sys.stderr.isatty() and not quiet
    for count in range(start + 1, total + 1):
        if shown:
            click.echo(f"\r{count}/{total}", nl=count == total, err=True)
        yield
    while True:
        yield
