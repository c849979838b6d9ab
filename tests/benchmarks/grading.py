"""Answers marked in a second on one core: read, matched, decided, diagnosed and marked, after start-up: processor time.

Run it: ``python -m tests.benchmarks.grading`` (or the file itself).  It prints figures and tests nothing.
"""

from __future__ import annotations

import argparse
from statistics import median
from time import process_time

from derive.grade import AnswerKey, answer_key, grade
from derive.load import load

#: Simple answers as they come: one to each part of the linear chain, in LaTeX and plain text, right and wrong.
ANSWERS = (
    r"$$\frac{dl}{dx_3} = x_3 - y$$",
    r"$$\frac{dl}{dw_2} = (x_3 - y) x_2$$",
    r"$$\frac{\partial l}{\partial w_2} = w_1 x_1 (w_1 w_2 x_1 - y)$$",
    "dl/dx_2 = w_2 (x_3 - y)",
    r"$$\frac{dl}{dw_1} = -x_1 w_2 (y - x_3)$$",
    r"$$w_2 \leftarrow w_2 - \alpha (x_3 - y) x_2$$",
    r"$$w_1 = w_1 + \alpha (y - x_3) w_2 x_1$$",
    r"$$\frac{dl}{dx_3} = y - x_3$$",
    r"$$\frac{dl}{dw_2} = (x_3 - y) x_1$$",
    "dl/dw_1 = 2 (x_3 - y) w_2 x_1",
)


def measure(key: AnswerKey, texts: tuple[str, ...], rounds: int) -> list[float]:
    """Milliseconds for each hand-in of one answer."""
    times = []
    for _ in range(rounds):
        for text in texts:
            start = process_time()
            grade(key, text)
            times.append(1000 * (process_time() - start))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description="Answers marked in a second on one core.")
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    start = process_time()
    key = answer_key(load("three_neuron_chain"), "three_neuron_chain")
    print(f"answer key derived in {1000 * (process_time() - start):.0f} ms")
    measure(key, ANSWERS, 1)
    for name, texts in (("right", ANSWERS[:7]), ("wrong", ANSWERS[7:]), ("all", ANSWERS)):
        times = measure(key, texts, rounds)
        rate = 1000 * len(times) / sum(times)
        print(f"{name:>6}: {rate:7.0f} answers a second; median {median(times):.2f} ms, worst {max(times):.1f} ms")


if __name__ == "__main__":
    main()
