"""A homomorphic hash: the difference evaluated at random points of finite fields.

Names take random residues, so a rational function that is not zero vanishes with a probability of at most its degree
over the size of the field (Schwartz and Zippel).  exp is a homomorphism from the additive group of a smaller field into
the multiplicative group of the next: with p = k q + 1, exp(u) is g^u for u modulo q and g of order q modulo p.  Nested
exponentials climb a chain of such primes.  Trigonometric functions come through a square root of -1 in each field, Γ is
reduced by its shift, square roots of what occurs more than once are consistent choices of residues.

Equal hashes support equality with the bound on the error; different hashes say nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from derive.decide.probe import Prober
from derive.decide.program import Program
from derive.decide.question import Question
from derive.verdict import Evidence, Verdict, supported

#: Exponentials nested deeper than this are not hashed.
LEVELS = 4
#: Independent random points.
ROUNDS = 4
_FIRST = 1 << 61


class NotHashableError(Exception):
    """Something that is no rational function of exponentials."""


@dataclass(frozen=True, slots=True)
class Level:
    """A prime field, an element of the order of the field below (None at the bottom), and a square root of -1."""

    prime: int
    generator: int | None
    imaginary: int


@lru_cache(maxsize=1)
def levels() -> tuple[Level, ...]:
    """The chain of fields, the smallest first: each prime is 1 modulo four times the one below."""
    chain: list[Level] = []
    below = 1
    for _ in range(LEVELS):
        step = 4 * below
        p = step * (_FIRST // step + 1) + 1 if below == 1 else step + 1
        while not _prime(p):
            p += step
        generator = None
        base = 2
        if below != 1:
            while (generator := pow(base, (p - 1) // below, p)) == 1:
                base += 1
        base = 2
        while pow(base, (p - 1) // 2, p) != p - 1:
            base += 1
        chain.append(Level(p, generator, pow(base, (p - 1) // 4, p)))
        below = p
    return tuple(chain)


def hashed(question: Question, prober: Prober) -> Verdict | None:
    """Supported where the hash of the difference is zero in every round."""
    if question.by_cases or any(question.where.of(n).kind == "integer" for n in question.names):
        return None
    if not question.everywhere and not prober.meets():
        return None
    try:
        for start in range(ROUNDS):
            question.budget.check()
            if not _zero(question.code, start):
                return None
        degree = _degree(question.code)
    except (NotHashableError, ZeroDivisionError):
        return None
    # The chance that one round misses a difference that is there is at most degree / 2^61.
    bits = ROUNDS * max(1, 60 - degree.bit_length())
    text = (
        f"the hashes of the two sides modulo primes near 2^61 agree at {ROUNDS} random points: "
        f"the probability of an error is below 2^-{bits}"
    )
    figures = (("rounds", str(ROUNDS)), ("error", f"2^-{bits}"))
    return supported(text, Evidence("agreement", "homomorphic hash", text, figures))


def _zero(code: Program, start: int) -> bool:
    machine = _Machine(code, start)
    top = len(levels()) - 1
    left, right = (machine.value(r, top) for r in code.roots)
    return left == right


class _Machine:
    """Values of a program's instructions in each field, as they are needed."""

    def __init__(self, code: Program, start: int) -> None:
        self.code = code
        self.start = start
        self.known: dict[tuple[int, int], int] = {}

    def value(self, root: int, level: int) -> int:
        # Instructions stand in the order of evaluation: fill in one field after the other, without recursion.
        needed = self._needed(root, level)
        for key in needed:
            if key not in self.known:
                self.known[key] = self._one(*key)
        return self.known[root, level]

    def _needed(self, root: int, level: int) -> list[tuple[int, int]]:
        seen: dict[tuple[int, int], None] = {}
        stack = [(root, level)]
        while stack:
            key = stack.pop()
            if key in seen or key in self.known:
                continue
            seen[key] = None
            position, depth = key
            if depth < 0:
                raise NotHashableError("exponentials nested too deeply")
            head, value, kids = self.code.instructions[position]
            for place, k in enumerate(kids):
                stack.append((k, depth - 1 if _is_exponent(self.code, head, value, kids, place) else depth))
        return sorted(seen, key=lambda key: (key[1], key[0]))

    def _one(self, position: int, depth: int) -> int:
        field = levels()[depth]
        p = field.prime
        head, value, kids = self.code.instructions[position]
        if head == "number":
            return _residue(value, p)
        if head in ("name", "constant"):
            if head == "constant" and value == "i":
                return field.imaginary
            if head == "constant" and value == "e":
                return self._power_of(1, depth)
            if head == "constant" and value != "pi":
                raise NotHashableError(str(value))
            return _random(f"{head} {value}", self.start, depth) % p
        if head == "add":
            return sum(self.known[k, depth] for k in kids) % p
        if head == "mul":
            product = 1
            for k in kids:
                product = product * self.known[k, depth] % p
            return product
        if head == "neg":
            return -self.known[kids[0], depth] % p
        if head == "div":
            return self.known[kids[0], depth] * _inverse(self.known[kids[1], depth], p) % p
        if head == "pow":
            return self._pow(kids, depth)
        if head == "call" and len(kids) == 1 and value in _THROUGH_EXP:
            return self._through_exp(value, self.known[kids[0], depth - 1], depth)
        raise NotHashableError(head)

    def _pow(self, kids: tuple[int, ...], depth: int) -> int:
        p = levels()[depth].prime
        base, exponent = self.code.instructions[kids[0]], self.code.instructions[kids[1]]
        if base[:2] == ("constant", "e"):
            return self._power_of(self.known[kids[1], depth - 1], depth)
        if exponent[0] != "number" or exponent[1].denominator != 1:
            raise NotHashableError("a power that is not whole")
        n = exponent[1].numerator
        value = self.known[kids[0], depth]
        return pow(value, n, p) if n >= 0 else pow(_inverse(value, p), -n, p)

    def _power_of(self, u: int, depth: int) -> int:
        field = levels()[depth]
        if field.generator is None:
            raise NotHashableError("exponentials nested too deeply")
        return pow(field.generator, u, field.prime)

    def _through_exp(self, name: str, u: int, depth: int) -> int:
        field = levels()[depth]
        p = field.prime
        if name in ("sin", "cos", "tan", "cot", "sec", "csc"):
            below = levels()[depth - 1]
            u = u * below.imaginary % below.prime
        e = self._power_of(u, depth)
        return _THROUGH_EXP[name](e, _inverse(e, p), field.imaginary, p) % p


def _is_exponential(code: Program, head: str, value: object, kids: tuple[int, ...]) -> bool:
    if head == "call":
        return value in _THROUGH_EXP
    return head == "pow" and code.instructions[kids[0]][:2] == ("constant", "e")


def _is_exponent(code: Program, head: str, value: object, kids: tuple[int, ...], place: int) -> bool:
    if head == "call":
        return value in _THROUGH_EXP
    return head == "pow" and code.instructions[kids[0]][:2] == ("constant", "e") and place == 1


#: Each function of e = exp(u) (of exp(iu) for the trigonometric ones), 1/e, the square root of -1 and the prime.
_THROUGH_EXP: dict[str, Callable[[int, int, int, int], int]] = {
    "exp": lambda e, d, i, p: e,
    "sinh": lambda e, d, i, p: (e - d) * _inverse(2, p),
    "cosh": lambda e, d, i, p: (e + d) * _inverse(2, p),
    "tanh": lambda e, d, i, p: (e - d) * _inverse(e + d, p),
    "coth": lambda e, d, i, p: (e + d) * _inverse(e - d, p),
    "sech": lambda e, d, i, p: 2 * _inverse(e + d, p),
    "csch": lambda e, d, i, p: 2 * _inverse(e - d, p),
    "sin": lambda e, d, i, p: (e - d) * _inverse(2 * i, p),
    "cos": lambda e, d, i, p: (e + d) * _inverse(2, p),
    "tan": lambda e, d, i, p: (e - d) * _inverse(i * (e + d), p),
    "cot": lambda e, d, i, p: i * (e + d) * _inverse(e - d, p),
    "sec": lambda e, d, i, p: 2 * _inverse(e + d, p),
    "csc": lambda e, d, i, p: 2 * i * _inverse(e - d, p),
}


def _degree(code: Program) -> int:
    """A bound on the degree of the difference: names and exponentials count one each."""
    degrees: list[tuple[int, int]] = []
    for head, value, kids in code.instructions:
        below = [degrees[k] for k in kids]
        if head in ("number", "constant"):
            degrees.append((0, 0))
        elif head == "add":
            den = sum(d for _, d in below)
            degrees.append((max(n - d for n, d in below) + den, den))
        elif head == "mul":
            degrees.append((sum(n for n, _ in below), sum(d for _, d in below)))
        elif head == "neg":
            degrees.append(below[0])
        elif head == "div":
            degrees.append((below[0][0] + below[1][1], below[0][1] + below[1][0]))
        elif head == "pow" and not _is_exponential(code, head, value, kids):
            n = abs(int(code.instructions[kids[1]][1]))
            degrees.append((below[0][0] * n, below[0][1] * n) if n else (0, 0))
        else:
            # two exponents that differ are told apart unless their difference, of such a degree, vanishes
            inner = sum(sum(b) for b in below)
            degrees.append((2 + inner, 2 + inner))
    left, right = (degrees[r] for r in code.roots)
    return max(1, left[0] + left[1] + right[0] + right[1])


def _residue(value: Fraction, p: int) -> int:
    return value.numerator * _inverse(value.denominator, p) % p


def _inverse(value: int, p: int) -> int:
    if value % p == 0:
        raise ZeroDivisionError
    return pow(value, -1, p)


def _random(text: str, start: int, depth: int) -> int:
    """Residues that depend on the spelling, the round and the field, and on nothing else."""
    from hashlib import blake2b

    return int.from_bytes(blake2b(f"{text} {start} {depth}".encode(), digest_size=64).digest(), "big")


def _prime(n: int) -> bool:
    from flint import fmpz

    return bool(fmpz(n).is_prime()) if hasattr(fmpz, "is_prime") else pow(2, n - 1, n) == 1
