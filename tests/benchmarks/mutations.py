"""Run every mutant of every claim, and print who noticed: ``python tests/benchmarks/mutations.py [SHEET...]``."""

from __future__ import annotations

import sys
from time import process_time

from derive.load import sheet_files
from derive.verify.mutation_report import Finding, findings, totals


def main(names: list[str]) -> int:
    start, everything = process_time(), list[Finding]()
    for name in names or [f.name for f in sheet_files()]:
        for found in findings(name):
            everything.append(found)
            kind = "alone" if found.alone else "mutant"
            print(f"{found.by:9} {kind:6} {found.sheet}:{found.part}  {found.claim}: {found.slip}", flush=True)
    for word, number in totals(everything).items():
        print(f"{number:6} {word}")
    print(f"{process_time() - start:6.0f} s of processor time")
    return 1 if any(f.by == "nobody" for f in everything) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
