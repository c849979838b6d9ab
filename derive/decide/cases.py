"""The rung for functions given by cases: split on the sign of each switch, decide every piece exactly.

Pieces are parametrised where the switch is linear in a name: on {x + y > 0} the name x becomes t - y with t > 0, and a
bound such as x > 100 sharpens the range of x, so that a difference far out or on a tiny interval is sampled.  A piece's
formula is proved on a set that contains the piece; a counterexample is checked against the original question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derive.decide.ball import Unsupported, enclose
from derive.decide.budget import Budget, OutOfBudget
from derive.decide.domain import Domain, Range
from derive.decide.extremes import extremes
from derive.decide.families import abstract
from derive.decide.field import Element, Field, FieldFullError, NoNormalFormError, UndefinedError
from derive.decide.normal import argue, turned
from derive.decide.probe import Prober
from derive.decide.program import program
from derive.decide.question import Question, posed
from derive.decide.refute import refute_at
from derive.decide.regions import Piece, assuming, at_zero, restricted
from derive.decide.sample import Point, admissible, exact, sample
from derive.decide.switches import HALFWAY, Switch, innermost, settled, substituted, unchained
from derive.decide.translate import Translator
from derive.expression import ZERO, relation, sub
from derive.verdict import Evidence, Verdict, proved, supported

#: Pieces that are looked at before giving up, and points taken on each.
MOST_PIECES, POINTS = 160, 6
_CONTINUOUS = frozenset(("Abs", "Max", "Min"))
#: Stepwise functions that no switch describes: agreement on a piece says nothing about them.
_STEPS = frozenset(("floor", "ceiling", "frac", "Mod", "DiracDelta"))


def cases(question: Question, prober: Prober) -> Verdict | Evidence | None:
    """Every piece in turn: one counterexample refutes; proofs of all pieces prove."""
    if not question.by_cases and "KroneckerDelta" not in question.functions:
        return None
    found = _one_way(question, prober)
    if not isinstance(found, Evidence) or question.budget.expired:
        return found
    # The pieces are cut in the order of the switches: the other side's may cut where exact arguments reach.
    again = _one_way(turned(question), prober)
    return again if isinstance(again, Verdict) and again.holds else found


def _one_way(question: Question, prober: Prober) -> Verdict | Evidence | None:
    whole = Piece(unchained(question.left), unchained(question.right), question.where, {})
    count = proven = agreed = conventions = 0
    used: dict[str, None] = {}
    for piece in _pieces(whole, question):
        question.budget.check()
        count += 1
        if count > MOST_PIECES:
            return Evidence("attempt", "cases", f"there are more than {MOST_PIECES} pieces")
        outcome = _decide(piece, question, prober, used)
        if isinstance(outcome, Verdict):
            return outcome
        if outcome == "open":
            return Evidence("attempt", "cases", "on one piece the two sides could not be decided")
        proven += outcome == "proved"
        agreed += outcome == "agreed"
        conventions += outcome == "convention"
    if not proven and not agreed:
        return None
    figures = (("pieces", str(count)), ("proved", str(proven)), ("agreed", str(agreed)))
    if conventions and not agreed:
        text = f"the two sides are equal on {proven} of {count} pieces, and at zero if Heaviside(0) is taken to fit"
        return supported(text, Evidence("agreement", "cases", text, figures))
    if agreed:
        text = f"of {count} pieces {proven} are proved, and on {agreed} the sides agree at points to many digits"
        return supported(text, Evidence("agreement", "cases", text, figures))
    where = f"on each of {count} pieces" if count > 1 else "on the whole domain"
    text = f"the two sides are equal {where}"
    return proved(text, Evidence("proof", "cases", text, figures, tuple(used)))


# ------------------------------------------------------------------------------------------------- splitting
def _pieces(piece: Piece, question: Question) -> Iterator[Piece]:
    """All pieces without open switches, depth first."""
    switch = innermost(piece.left, piece.passed) or innermost(piece.right, piece.passed)
    if switch is None:
        yield piece
        return
    budget = question.budget
    budget.check()
    facts = _facts(switch, piece.where, budget)
    if facts is None or (switch.ordered and not facts.real):
        yield from _pieces(piece.passing(switch.node), question)
        return
    if facts.sign is not None:
        yield from _pieces(_chosen(piece, switch, facts.sign), question)
        return
    if not switch.ordered:
        apart = assuming(_chosen(piece, switch, 1), relation("ne", switch.on, ZERO))
        yield from _pieces(apart, question)
    else:
        for sign in (1, -1):
            if sign == -1 and facts.nonnegative:
                continue
            for part in restricted(_chosen(piece, switch, sign), switch.on, sign, budget):
                yield from _pieces(part, question)
    if not (_is_continuous(switch) and not question.has_jumps):
        for part in at_zero(_chosen(piece, switch, 0), switch.on, budget):
            yield from _pieces(part, question)


def _chosen(piece: Piece, switch: Switch, sign: int) -> Piece:
    """The piece with the switch resolved for a sign."""
    value = settled(switch, sign)
    return piece.reading(substituted(piece.left, switch.node, value), substituted(piece.right, switch.node, value))


def _is_continuous(switch: Switch) -> bool:
    return switch.node.head == "call" and switch.node.value in _CONTINUOUS


@dataclass(frozen=True, slots=True)
class Facts:
    """What is certain of a switch's expression: its sign (None unknown), whether it is real, or never negative."""

    sign: int | None
    real: bool
    nonnegative: bool = False


def _facts(switch: Switch, where: Domain, budget: Budget) -> Facts | None:
    try:
        t = Translator(Field(32, budget), where)
        (element,) = t.run(program((switch.on,)))
        if t.field.is_zero(element):
            return Facts(0, True)
        value = t.field.rational(element)
        if value is not None:
            return Facts(1 if value > 0 else -1, True)
        if not switch.on.names() and not abstract((switch.on,)):
            return _constant_facts(switch)
        real = t.signs.real(element)
        sign = t.signs.element(element) if real else None
        if sign is None and real:
            sign = _from_assumptions(t, element, where)
        if sign == 0:
            return Facts(None, True, nonnegative=True)
        return Facts(sign, real)
    except (NoNormalFormError, FieldFullError):
        return None


def _constant_facts(switch: Switch) -> Facts | None:
    """The sign of a number that is not zero, by a ball."""
    try:
        value = enclose(switch.on, {}, 512)
    except Unsupported:
        return None
    if not value.imag.is_zero() or value.contains(0):
        return None
    return Facts(1 if value.real > 0 else -1, True)


def _from_assumptions(t: Translator, u: Element, where: Domain) -> int | None:
    """The sign of u where an assumption gives that of a multiple of it."""
    for a in where.assumptions:
        if a.head not in ("lt", "gt"):
            continue
        low, high = a.args if a.head == "lt" else (a.args[1], a.args[0])
        try:
            (gap,) = t.run(program((sub(high, low),)))
            ratio = t.field.div(u, gap)
            num, den = t.field.cancelled(ratio)
        except (NoNormalFormError, OutOfBudget):
            continue
        top, bottom = t.signs.polynomial(num), t.signs.polynomial(den)
        if top in (1, -1) and bottom in (1, -1):
            return top * bottom
    return None


# ------------------------------------------------------------------------------------------------- one piece
def _decide(piece: Piece, question: Question, prober: Prober, used: dict[str, None]) -> Verdict | str:
    """A counterexample on the piece, or ``proved``, ``agreed``, ``empty``, ``undefined``, ``convention``, ``open``."""
    if HALFWAY in (*piece.left.names(), *piece.right.names()):
        ranges = {**piece.where.ranges, HALFWAY: _REAL}
        piece = piece.over(Domain(ranges, piece.where.assumptions))
    points = sample(piece.where, POINTS)
    agreed = checked = 0
    distinct: set[tuple[object, ...]] = set()
    for index, point in enumerate(points):
        original = _original(point, piece, question)
        key = tuple(point.items())
        if original is None or key in distinct:
            continue
        distinct.add(key)
        checked += 1
        verdict = refute_at(question, prober, original, index)
        if verdict is not None:
            return verdict
        probe = prober.at(original, bits=256, choice=index)
        agreed += probe is not None and probe.found == "agrees"
    inner = posed(piece.left, piece.right, question.vocabulary, question.budget, piece.where)
    if any(n.head == "cases" and not n.args for side in (piece.left, piece.right) for n in side.walk()):
        return "undefined"  # no case applies here
    zeros = tuple(a.args[0] for a in piece.where.assumptions if a.head == "eq" and a.args[1] == ZERO)
    try:
        found = argue(inner, Prober(inner), zeros)
    except UndefinedError:
        return "undefined"
    if not isinstance(found, str):
        used.update(found.translator.signs.used)
        return "proved"
    if HALFWAY in inner.names:
        return "convention"  # only the value of Heaviside(0) could make a difference
    if not points:
        return "empty" if _impossible(piece, question.budget) else "open"
    for index, point in enumerate(extremes(piece.where, inner.names, (piece.left, piece.right))):
        question.budget.check()
        original = _original(point, piece, question)
        verdict = None if original is None else refute_at(question, prober, original, index)
        if verdict is not None:
            return verdict
    steps = not _STEPS.isdisjoint(inner.functions)
    left_over = innermost(piece.left, piece.passed) is None and not piece.passed
    return "agreed" if agreed >= (4 if inner.names else 1) and agreed == checked and not steps and left_over else "open"


def _impossible(piece: Piece, budget: Budget) -> bool:
    """Whether an assumption of the piece is certainly false, so that the piece is empty."""
    for a in piece.where.assumptions:
        if a.head not in ("lt", "gt", "le", "ge", "ne", "eq"):
            continue
        where = Domain(piece.where.ranges, tuple(b for b in piece.where.assumptions if b is not a))
        facts = _facts(Switch(a, sub(*a.args)), where, budget)
        if facts is None or (facts.sign is None and not facts.nonnegative):
            continue
        s = facts.sign
        false = {
            "lt": s in (0, 1) or facts.nonnegative,
            "le": s == 1,
            "gt": s in (0, -1),
            "ge": s == -1,
            "eq": s in (1, -1),
            "ne": s == 0,
        }[a.head]
        if false:
            return True
    return False


def _original(point: Point, piece: Piece, question: Question) -> Point | None:
    """A piece's point in the original names, inside the original domain."""
    if any(isinstance(v, tuple) for v in point.values()) and piece.back:
        return None
    found: Point = {n: v for n, v in point.items() if n in question.where.ranges}
    for n, e in piece.back.items():
        if n not in question.where.ranges:
            continue
        value = exact(e, point)
        if value is None:
            return None
        found[n] = value
    return found if admissible(question.where, found) else None


_REAL = Range("real")
