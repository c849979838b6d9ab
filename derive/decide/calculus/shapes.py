"""Which names are vectors and matrices, by declaration or by their use."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from derive.decide.calculus.construct import integer
from derive.decide.calculus.dimensions import IDENTITY, inferred
from derive.decide.calculus.ground import Setting
from derive.decide.calculus.recognize import bare_names
from derive.decide.calculus.tensors import ShapeError
from derive.expression import Expression
from derive.vocabulary import Vocabulary

Shapes = dict[str, tuple[int, int]]
Shaping = Callable[[Setting], Shapes]

#: Calls whose argument is a vector, and whose argument is a square matrix.
OF_VECTORS = frozenset(("dot", "norm", "cross", "outer"))
OF_MATRICES = frozenset(("det", "trace", "inverse", "adjugate"))
#: Letters that mean a matrix where a vector follows; other capitals may count or measure something.
MATRICES = frozenset("ABHJQRSUVWXYZ")
#: A vector's length where none is declared, for spans 2 and 3.
LENGTHS = {1: 1, 2: 2, 3: 3}


def shapings(left: Expression, right: Expression, vocabulary: Vocabulary) -> tuple[Shaping, ...]:
    """Ways to give names shapes, the likeliest first.  Without tensors there is one way, which gives none."""
    declared = {n.text: n.shape for n in vocabulary.names if n.shape}
    used = {n for side in (left, right) for n in bare_names(side)}
    fixed = {n: s for n, s in declared.items() if n in used}
    written = _written_shapes(left, right, lower_entries(left, right))
    guessed = _guessed(left, right, frozenset((*fixed, *(n for n in written if n in used))))
    turned = any(
        n.head == "derivative" or (n.head == "call" and n.value == "grad")
        for side in (left, right)
        for n in side.walk()
    )

    def shaping(choice: tuple[str, ...]) -> Shaping | None:
        kinds = dict(zip(guessed, choice))
        try:
            dimensions = inferred(left, right, kinds, fixed, turned)
        except ShapeError:
            return None  # nothing of these shapes can be added and multiplied as it is written
        if dimensions is not None and dimensions.trivial(kinds, fixed):
            return None

        def shapes(setting: Setting) -> Shapes:
            if dimensions is not None:
                return {n: dimensions.concrete(n, setting.values, setting.span) for n in dimensions.shapes}
            size = LENGTHS.get(setting.span, 2)
            if any("cross" in guessed[n] for n in guessed):
                size = 3
            found = {n: _concrete(s, setting) for n, s in fixed.items()}
            found.update({n: (size, size) for n in used if n.startswith(IDENTITY)})
            for text, kind in zip(guessed, choice):
                if kind != "scalar":
                    found[text] = (size, size if kind == "matrix" else 1)
            return found

        return shapes

    fixed.update({n: s for n, s in written.items() if n in used and not _numeric(fixed.get(n, ()))})
    guessed = {n: u for n, u in guessed.items() if n not in fixed}
    kinds = [_likely(n, guessed[n]) for n in guessed]
    ways = list(product(*kinds)) if len(kinds) <= 6 else [tuple(k[0] for k in kinds)]
    found = [way for way in map(shaping, ways) if way is not None]
    if not found and len(kinds) > 6:
        found = [way for way in map(shaping, _neighbours(kinds)) if way is not None]
    return tuple(found)


def _neighbours(kinds: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The likeliest kinds with one of them changed."""
    first = tuple(k[0] for k in kinds)
    return [(*first[:i], other, *first[i + 1 :]) for i, k in enumerate(kinds) for other in k[1:]]


def size_symbols(left: Expression, right: Expression, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Symbolic sizes of the vectors and matrices that occur, other than the range of an index (``n_i``)."""
    used = {n for side in (left, right) for n in bare_names(side)}
    found: dict[str, None] = {}
    for declared in vocabulary.names:
        if declared.text in used:
            found.update(dict.fromkeys(s for s in declared.shape if isinstance(s, str) and not s.startswith("n_")))
    return tuple(found)


def written_entries(*sides: Expression) -> dict[str, tuple[int, int]]:
    """Bases of entries that are written with two numbers (``z_11``), and the largest of those numbers."""
    found: dict[str, tuple[int, int]] = {}
    for node in (n for side in sides for n in side.walk()):
        base = ""
        places: tuple[int, ...] = ()
        if node.head == "name":
            base, _, last = node.value.rpartition("_")
            places = tuple(int(d) for d in last) if last.isdigit() else ()
        elif node.head == "index" and node.args[0].head == "name":
            numbers = [integer(a) for a in node.args[1:]]
            base, places = node.args[0].value, tuple(n for n in numbers if n is not None)
        if base and len(places) == 2:
            old = found.get(base, (1, 1))
            found[base] = (max(old[0], places[0]), max(old[1], places[1]))
    return found


def lower_entries(*sides: Expression) -> dict[str, str]:
    """Matrices whose entries are written with the small letter: ``Z`` where ``z_11`` occurs."""
    names = {n for side in sides for n in bare_names(side)}
    found = {}
    for base in written_entries(*sides):
        capital = base[0].upper() + base[1:]
        if base[0].islower() and capital in names:
            found[capital] = base
    return found


def _written_shapes(left: Expression, right: Expression, entries: dict[str, str]) -> dict[str, tuple[str | int, ...]]:
    """Shapes told by the largest indices of the entries that are written out."""
    largest = written_entries(left, right)
    return {capital: largest[small] for capital, small in entries.items()}


def _numeric(shape: tuple[str | int, ...]) -> bool:
    return bool(shape) and all(isinstance(s, int) for s in shape)


def _concrete(shape: tuple[str | int, ...], setting: Setting) -> tuple[int, int]:
    sizes = []
    for entry in shape[:2]:
        if isinstance(entry, int):
            sizes.append(entry)
        else:
            sizes.append(setting.values.get(entry, setting.span))
    return (sizes[0], sizes[1] if len(sizes) > 1 else 1)


def possible_tensors(left: Expression, right: Expression, vocabulary: Vocabulary) -> frozenset[str]:
    """Names that are vectors or matrices by declaration, or that may be by their use."""
    shaped = frozenset(n.text for n in vocabulary.names if n.shape)
    return shaped | frozenset(_guessed(left, right, shaped))


def _guessed(left: Expression, right: Expression, known: frozenset[str]) -> dict[str, set[str]]:
    """Undeclared names with the ways in which they are used as vectors or matrices."""
    found: dict[str, set[str]] = {}

    def mark(node: Expression, use: str) -> None:
        if node.head == "name" and node.value not in known:
            found.setdefault(node.value, set()).add(use)
        elif node.head in ("add", "neg") or (node.head == "mul" and use in ("transpose", "matrix")):
            # Beside a capital letter or a matrix that is written out, a small letter is a number: ``det(sI - A)``.
            large = node.head == "mul" and use == "matrix" and any(_is_large(a) for a in node.args)
            for a in node.args:
                if not (large and a.head == "name" and a.value[0].islower()):
                    mark(a, use)

    nodes = [n for side in (left, right) for n in side.walk()]
    for node in nodes:
        if node.head == "call" and node.args:
            if node.value in ("transpose", "adjoint"):
                mark(node.args[0], "transpose")
            elif node.value in OF_VECTORS:
                for a in node.args[: 1 if node.value == "norm" else 2]:
                    mark(a, "cross" if node.value == "cross" else "vector")
            elif node.value in OF_MATRICES:
                mark(node.args[0], "matrix")
            elif node.value == "grad" and len(node.args) > 1:
                mark(node.args[1], "vector")
    vectors = {n for n in known if n[:1].islower()}
    if found or known:
        # A capital next to a vector in a product is a matrix.
        for node in nodes:
            if node.head in ("add", "neg") or (node.head == "pow" and integer(node.args[1]) is not None):
                for a in node.args:
                    if a.head == "name" and a.value[0].isupper() and a.value not in known:
                        found.setdefault(a.value, set()).add("factor")
            if node.head == "mul":
                turned = any(a.head == "call" and a.value in ("transpose", "adjoint") for a in node.args)
                for before, a, after in zip(node.args, node.args[1:], node.args[2:]):
                    # x^T A x: what stands between a row and a column is a matrix
                    row = before.head == "call" and before.value in ("transpose", "adjoint")
                    if row and a.head == "name" and a.value[0].isupper() and after.head in ("name", "call"):
                        mark(a, "matrix")
                for a, after in zip(node.args, node.args[1:]):
                    if a.head == after.head == "name" and a.value in MATRICES and after.value in vectors:
                        mark(a, "matrix")
                for a in node.args:
                    if turned and a.head == "name" and a.value[0].islower() and a.value not in known:
                        found.setdefault(a.value, set()).add("neighbour")
                    if a.head == "name" and a.value[0].isupper() and a.value not in known:
                        found.setdefault(a.value, set()).add("factor")
                    elif a.head == "name" and "bold" in a.value:
                        found.setdefault(a.value, set()).add("vector")
    return found


def _is_large(node: Expression) -> bool:
    """A matrix by its look: written out, an identity, a capital letter."""
    return node.head == "matrix" or (
        node.value in ("eye", "transpose", "inverse")
        if node.head == "call"
        else node.head == "name" and node.value[0].isupper()
    )


def _likely(text: str, uses: set[str]) -> tuple[str, ...]:
    if "matrix" in uses:
        return ("matrix",)
    if uses & {"vector", "cross"}:
        return ("vector",)
    if uses == {"factor"}:
        return ("matrix", "scalar")
    if uses == {"neighbour"}:
        return ("vector", "scalar")
    return ("matrix", "vector") if text[0].isupper() else ("vector", "matrix")
