"""Many fixed steps in a row as machine code, as long as nothing happens."""

from __future__ import annotations

from collections.abc import Sequence

from numeric.assembly import Assembly
from numeric.constants import nearest
from numeric.row_code import combine, load_row, store_row
from numeric.tableau import Tableau


def cruise(states: int, directions: Sequence[int], tableau: Tableau, width: int) -> list[str]:
    """``cruise(time, span, state, parameters, signs, n)`` takes up to n steps and gives the number that it took.

    Time, state and signs (the event functions) move with each step.  The step in which an event function changes its
    sign in the watched direction, or in which a state stops being finite, is not taken.
    """
    a = Assembly(width)
    block = f"[{states} x {a.D}]"
    kinds = [("%now", a.D), ("%stage", block), ("%new", block), ("%ends", f"[{max(len(directions), 1)} x {a.D}]")]
    kinds += [(f"%k{j}", block) for j in range(len(tableau.b))]
    time, h = load_row(a, "%time", 0), load_row(a, "%span", 0)
    slopes = [f"%k{j}" for j in range(len(tableau.b))]
    a.lines.append("  call void @flow(ptr %time, ptr %state, ptr %parameters, ptr %k0)")
    for j in range(1, len(tableau.b)):
        store_row(a, "%now", 0, a.fma(h, a.number(nearest(tableau.c[j])), time))
        combine(a, "%state", h, slopes, tableau.a[j], states, "%stage")
        a.lines.append(f"  call void @flow(ptr %now, ptr %stage, ptr %parameters, ptr %k{j})")
    combine(a, "%state", h, slopes, tableau.b, states, "%new")
    later = a.add(time, h)
    store_row(a, "%now", 0, later)
    zero = a.number(0.0)
    check = zero
    moved = [load_row(a, "%new", row) for row in range(states)]
    for value in moved:
        check = a.fma(value, zero, check)
    stop = a.compare("uno", check, zero)
    ends: list[str] = []
    if directions:
        a.lines.append("  call void @watch(ptr %now, ptr %new, ptr %parameters, ptr %ends)")
        ends = [load_row(a, "%ends", row) for row in range(len(directions))]
        for row, direction in enumerate(directions):
            before = load_row(a, "%signs", row)
            if direction == 0:
                # A kink on which the state lies is left with the first step that moves off it.
                left = a.emit(f"and {a.B} {a.compare('oeq', before, zero)}, {a.compare('une', ends[row], zero)}")
                stop = a.emit(f"or {a.B} {stop}, {left}")
            for way, first, second in ((1, "olt", "oge"), (-1, "ogt", "ole")):
                if direction * way >= 0:
                    passed = a.emit(f"and {a.B} {a.compare(first, before, zero)}, {a.compare(second, ends[row], zero)}")
                    stop = a.emit(f"or {a.B} {stop}, {passed}")
    if width > 1:
        packed = a.emit(f"bitcast {a.B} {stop} to i{width}")
        stop = a.emit(f"icmp ne i{width} {packed}, 0")
    kept = Assembly(width, "w")
    store_row(kept, "%time", 0, later)
    for row, value in enumerate(moved):
        store_row(kept, "%state", row, value)
    for row, value in enumerate(ends):
        store_row(kept, "%signs", row, value)
    head = (
        "define i64 @cruise(ptr noalias %time, ptr noalias %span, ptr noalias %state, ptr noalias %parameters, "
        "ptr noalias %signs, i64 %n) {"
    )
    return [
        head,
        "entry:",
        *(f"  {name} = alloca {kind}, align 64" for name, kind in kinds),
        "  br label %loop",
        "loop:",
        "  %taken = phi i64 [ 0, %entry ], [ %next, %keep ]",
        *a.lines,
        f"  br i1 {stop}, label %done, label %keep",
        "keep:",
        *kept.lines,
        "  %next = add i64 %taken, 1",
        "  %more = icmp slt i64 %next, %n",
        "  br i1 %more, label %loop, label %done",
        "done:",
        "  %count = phi i64 [ %taken, %loop ], [ %next, %keep ]",
        "  ret i64 %count",
        "}",
    ]
