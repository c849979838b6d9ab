"""Where a tape has kinks: the expressions whose zeros they are."""

from __future__ import annotations

from numeric.tape import Step, Tape, TapeBuilder

#: Flows with more kinks than this are integrated without looking for them.
MOST = 64


def kinks(tape: Tape, onto: Tape) -> tuple[Tape, int]:
    """The tape ``onto`` (over the same names) with one more output for each kink of ``tape``, and their number."""
    fixed = tape.fixed()
    found: list[tuple[int, ...]] = []
    for step in tape.steps:
        if step.operation in ("max", "min", "lt", "le") or step.operation in ("abs", "sign"):
            found.append(step.arguments)
    moving = [pair for pair in dict.fromkeys(found) if not all(fixed[p] for p in pair)]
    if not moving or len(moving) > MOST:
        return onto, 0
    builder = TapeBuilder(tape.names)
    places = _copied(builder, onto)
    outputs = [places[o] for o in onto.outputs]
    places = _copied(builder, tape)
    seen: dict[int, None] = {}
    for pair in moving:
        at = places[pair[0]] if len(pair) == 1 else builder.step("sub", places[pair[0]], places[pair[1]])
        back = builder.step("sub", places[pair[1]], places[pair[0]]) if len(pair) == 2 else at
        if back not in seen:
            seen.setdefault(at)
    return builder.finish([*outputs, *seen], (len(outputs) + len(seen),)), len(seen)


def _copied(builder: TapeBuilder, tape: Tape) -> list[int]:
    places: list[int] = []
    for step in tape.steps:
        moved = Step(step.operation, tuple(places[a] for a in step.arguments), step.value)
        places.append(builder.step(moved.operation, *moved.arguments, value=moved.value))
    return places
