"""Deciding beside its peers, in one run on the same pairs.

    python tests/benchmarks/peers.py [--seconds 10] PAIRS.jsonl...

Each line of a file is a pair as ``derive compare --batch`` takes it, with ``expected`` equal or different.  Peers that
are installed take part: SymPy always, Math-Verify from the extra ``benchmarks``, Maxima where it is on the path.
The peers' time is that of deciding alone, ours is reading and deciding.  A peer gets ``--seconds`` for a pair; what it
cannot read is open and takes no time.  A peer that gives up at once is quick, so the last column takes only the pairs
that it got right: the median of its time over ours.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from derive.command.pool import Lost, run

Row = dict[str, Any]


@dataclass
class Score:
    """What one tool made of all the pairs, in their order: the word for it and the milliseconds, where it has any."""

    answers: list[tuple[str, float | None]] = field(default_factory=list)

    def add(self, expected: str, answer: str, milliseconds: float | None) -> None:
        wrong = {"equal": "false rejects", "different": "false accepts"}[expected]
        word = "right" if answer == expected else "open" if answer == "open" else wrong
        self.answers.append((word, milliseconds))

    @property
    def counts(self) -> Counter[str]:
        return Counter(word for word, _ in self.answers)

    @property
    def median(self) -> float:
        return statistics.median(ms for _, ms in self.answers if ms is not None)

    def beside(self, base: Score) -> float:
        """The median over the pairs that it got right of its time over the other's."""
        both = zip(self.answers, base.answers, strict=True)
        return statistics.median(a / b for (word, a), (_, b) in both if word == "right" and a is not None and b)


def sympy_simplify(row: Row) -> tuple[str, float]:
    """``simplify(a - b) == 0``, taken at its word: anything else means different."""
    import sympy

    a, b = _parsed(row)
    start = perf_counter()
    answer = "equal" if sympy.simplify(a - b) == 0 else "different"
    return answer, _since(start)


def sympy_equals(row: Row) -> tuple[str, float]:
    """``a.equals(b)``: None is open."""
    a, b = _parsed(row)
    start = perf_counter()
    return {True: "equal", False: "different", None: "open"}[a.equals(b)], _since(start)


def verify_mathematics(row: Row) -> tuple[str, float]:
    """``verify(parse(reference), parse(student))``."""
    from math_verify import parse, verify

    latex = row.get("syntax") == "latex"
    texts = [f"${row[k]}$" if latex else str(row[k]).replace("**", "^") for k in ("reference", "student")]
    start = perf_counter()
    gold, answer = (parse(t, parsing_timeout=None) for t in texts)
    holds = verify(gold, answer, timeout_seconds=None)
    return ("equal" if holds else "different"), _since(start)


def _parsed(row: Row) -> tuple[Any, Any]:
    import sympy
    from sympy.parsing.sympy_parser import implicit_multiplication, parse_expr, standard_transformations

    if row.get("syntax") == "latex":
        raise ValueError("SymPy is given plain text only")
    names = {s: sympy.Symbol(s) for s in row.get("symbols", ())}
    for text in row.get("assumptions", ()):
        left, _, kind = text.partition(" ")
        known = {
            "> 0": {"positive": True},
            "in real": {"real": True},
            "in positive integers": {"integer": True, "positive": True},
        }
        names[left] = sympy.Symbol(left, **known.get(kind, {}))
    rules = (*standard_transformations, *((implicit_multiplication,) if row.get("implicit") else ()))
    sides = (str(row[k]).replace("^", "**") for k in ("student", "reference"))
    a, b = (parse_expr(s, local_dict=names, transformations=rules) for s in sides)
    return sympy.sympify(a), sympy.sympify(b)


class Maxima:
    """One warm Maxima, five strategies in turn; what none of them settles is open."""

    STRATEGIES = (
        "ratsimp(%s)",
        "fullratsimp(trigexpand(%s))",
        "trigsimp(%s)",
        "radcan(%s)",
        "trigreduce(exponentialize(%s))",
    )

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = ["maxima", "--very-quiet"]
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing)
        self.ask("display2d:false")
        return self.process

    def ask(self, command: str) -> str:
        """What it prints; nothing where it asks back or takes too long, and then it is started anew."""
        source, sink = self.process.stdout, self.process.stdin
        assert source is not None
        assert sink is not None
        sink.write(f'errcatch({command})$ print("@@")$\n'.encode())
        sink.flush()
        shown, end = b"", perf_counter() + self.seconds
        while b"@@" not in shown:
            ready, _, _ = select.select([source], [], [], max(0.0, end - perf_counter()))
            part = os.read(source.fileno(), 65536) if ready else b""
            shown += part
            if not part or b"?" in part:
                self.process.kill()
                self._start()
                return ""
        return shown.decode(errors="replace")

    def decide(self, row: Row) -> tuple[str, float]:
        spelled = [_in_maxima(str(row[k])) for k in ("student", "reference")]
        difference = "(({})-({}))".format(*spelled)
        start = perf_counter()
        tries = " or ".join(f"is(({s % difference})=0)=true" for s in self.STRATEGIES)
        shown = self.ask(f'print(if {tries} then "same" else "other")')
        return ("equal" if "same" in shown else "open"), _since(start)


def _in_maxima(text: str) -> str:
    words = {"**": "^", "pi": "%pi", "I": "%i", "E": "%e", "Abs": "abs", "Max": "max", "Min": "min", "oo": "inf"}
    import re

    text = text.replace("**", "^")
    return re.sub(r"[A-Za-z_]\w*", lambda m: words.get(m[0], m[0]), text)


def _since(start: float) -> float:
    return 1000 * (perf_counter() - start)


def ours(rows: list[Row]) -> Score:
    """``derive compare --batch`` as a person runs it, with one worker."""
    score = Score()
    secret = ("expected", "peer_verdict", "holds_on", "kind")
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        source.write_text("".join(json.dumps({k: v for k, v in r.items() if k not in secret}) + "\n" for r in rows))
        derive = Path(sys.executable).with_name("derive")
        subprocess.run([derive, "compare", "--batch", source, "--out", out, "--workers", "1"], check=False)
        answers = [json.loads(line) for line in out.open()]
    words = {"proved": "equal", "supported": "equal", "refuted": "different"}
    for row, answer in zip(rows, answers, strict=True):
        score.add(row["expected"], words.get(answer["verdict"], "open"), answer.get("milliseconds"))
    return score


def peer(decide: Callable[[Row], tuple[str, float]], rows: list[Row], seconds: float) -> Score:
    score = Score()
    for row, result in zip(rows, run(decide, rows, seconds=seconds, workers=1, preload=("sympy",))):
        if isinstance(result, Lost):
            score.add(row["expected"], "open", 1000 * seconds if "longer" in result.why else None)
        else:
            score.add(row["expected"], *result)
    return score


def maxima(rows: list[Row], seconds: float) -> Score:
    score, tool = Score(), Maxima(seconds)
    for row in rows:
        latex = row.get("syntax") == "latex"
        score.add(row["expected"], *(("open", None) if latex else tool.decide(row)))
    tool.process.kill()
    return score


def main(files: Iterable[str], seconds: float) -> None:
    rows = [json.loads(line) for file in files for line in Path(file).read_text().splitlines()]
    rows = [r for r in rows if r.get("expected") in ("equal", "different") and r.get("relation", "equal") == "equal"]
    scores = {"derive": ours(rows)}
    scores |= {"simplify": peer(sympy_simplify, rows, seconds), "equals": peer(sympy_equals, rows, seconds)}
    try:
        import math_verify  # noqa: F401
    except ImportError:
        print("Math-Verify is not installed: pip install '.[benchmarks]'")
    else:
        scores["Math-Verify"] = peer(verify_mathematics, rows, seconds)
    if shutil.which("maxima"):
        scores["Maxima"] = maxima(rows, seconds)
    base = scores["derive"]
    print(f"{len(rows)} pairs")
    print(
        f"{'':12} {'right':>6} {'open':>6} {'false accepts':>14} {'false rejects':>14} "
        f"{'median ms':>10} {'times ours':>11} {'where right':>12}"
    )
    for tool, score in scores.items():
        c = score.counts
        row = f"{tool:12} {c['right']:6} {c['open']:6} {c['false accepts']:14} {c['false rejects']:14}"
        print(f"{row} {score.median:10.2f} {score.median / base.median:11.1f} {score.beside(base):12.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    main(given.files, given.seconds)
