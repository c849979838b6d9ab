"""``derive compare``: one pair, or a batch of them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from derive.command.errors import Misuse
from derive.command.files import write_whole
from derive.command.options import grace, json_option, seconds_option, workers_option
from derive.command.signed import SignedCommand


@click.command("compare", cls=SignedCommand, short_help="Say whether two expressions mean the same.")
@click.argument("student", required=False)
@click.argument("reference", required=False)
@click.option("--batch", type=click.Path(path_type=Path), help="A file of JSON lines, one pair a line.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the answers to a batch go (default: printed).")
@click.option("--syntax", type=click.Choice(["auto", "latex", "plain"]), default="auto", show_default=True)
@click.option("--assume", "assumptions", multiple=True, metavar="TEXT", help="What may be assumed: 'tau > 0'.")
@click.option("--symbol", "symbols", multiple=True, metavar="NAME", help="A name of more than one letter.")
@click.option("--function", "functions", multiple=True, metavar="NAME", help="An abstract function.")
@click.option("--vector", "vectors", multiple=True, metavar="NAME", help="A name that is a vector.")
@click.option("--relation", default="equal", show_default=True, help="equal, antiderivative, constant, factor, ...")
@click.option("--variable", metavar="NAME", help="The variable of an antiderivative or a limit.")
@click.option("--limit", metavar="POINT", help="Where the variable goes (relation asymptotic).")
@seconds_option
@workers_option
@json_option
def command(
    student: str | None,
    reference: str | None,
    batch: Path | None,
    out: Path | None,
    seconds: float,
    workers: int,
    as_json: bool,
    **fields: object,
) -> None:
    """Say whether STUDENT means the same as REFERENCE, with evidence.

    \b
    derive compare "sin(x)^2 + cos(x)^2" "1"
    derive compare "\\frac{1}{1+e^{-x}}" "\\frac12 + \\frac12\\tanh(x/2)"
    derive compare --batch pairs.jsonl --out answers.jsonl
    """
    if batch is not None:
        if student is not None:
            raise Misuse(f"{student!r} and --batch {batch} were both given; expected either a pair or a batch")
        _batch(batch, out, seconds, workers)
        return
    if student is None or reference is None:
        raise Misuse("a pair has two sides; expected `derive compare STUDENT REFERENCE`, or --batch FILE")
    fields = {k: tuple(v) if isinstance(v, (list, tuple)) else v for k, v in fields.items()}
    _pair(
        {"student": student.strip(), "reference": reference.strip(), "implicit": True, **fields}, seconds, as_json, out
    )


def _pair(fields: dict[str, object], seconds: float, as_json: bool, out: Path | None) -> None:
    from derive.command.compare_line import answer_pair
    from derive.command.pool import Lost, run
    from derive.pair import RELATIONS
    from derive.report.escape import terminal
    from derive.report.record import verdict_record
    from derive.report.verdict_text import details, heading
    from derive.verdict import undecided

    if fields["relation"] not in RELATIONS:
        raise Misuse(f"relation {fields['relation']!r} is not known; expected one of {', '.join(RELATIONS)}")
    (result,) = run(answer_pair, [(fields, seconds)], seconds=grace(seconds), workers=1, preload=("derive.compare",))
    verdict, readings = (undecided(result.why), ("", "")) if isinstance(result, Lost) else result
    if as_json:
        record = {**verdict_record(verdict), "student": readings[0], "reference": readings[1]}
        text = json.dumps(record, ensure_ascii=False, indent=2)
    else:
        read = [f"  read: {terminal(r)}" for r in readings if r]
        text = "\n".join([heading(verdict), *read, *details(verdict)])
    click.echo(text)
    if out is not None:
        write_whole(out, text + "\n")
    if verdict.outcome.value in ("refuted", "unreadable"):
        raise click.exceptions.Exit(1)


def _batch(batch: Path, out: Path | None, seconds: float, workers: int) -> None:
    from derive.command.batch import run_batch
    from derive.command.compare_line import answer_line, unanswered

    records = run_batch(
        batch,
        out,
        answer_line,
        unanswered,
        prefix=f"{seconds:g}\t",
        seconds=grace(seconds),
        workers=workers,
        preload=("derive.compare", "sympy"),
    )
    if any(r["verdict"] in ("refuted", "unreadable") for r in records):
        raise click.exceptions.Exit(1)
