"""Formulas of a sheet as LaTeX, the way this field writes them."""

from __future__ import annotations

import re
from typing import Any

import sympy
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter

from derive.claim import Claim

SYMBOLS = (
    "alpha beta gamma delta epsilon theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega Delta Sigma Omega"
)

#: Names of several letters as SymPy prints them, and words below a name.
WORD = re.compile(r"^([A-Za-z]{2,})(?=$|_)")
SUBSCRIPT = re.compile(r"_\{([A-Za-z]{3,})\}")

RELATIONS = {
    "equal": "=",
    "less": "<",
    "at_most": r"\le",
    "greater": ">",
    "at_least": r"\ge",
    "not_equal": r"\ne",
    "factor": r"\propto",
    "positive_factor": r"\propto",
    "constant": r"= \mathrm{const} +",
    "antiderivative": r"= \mathrm{const} +",
    "asymptotic": r"\sim",
    "region": r"\iff",
    "solutions": "=",
}


class _Printer(LatexPrinter):
    """SymPy's printer, with Leibniz derivatives of names and declared spellings."""

    def _print_Symbol(self, expr: Any, style: str = "plain") -> str:
        """A word stands upright, as a name or below one: slope, not s l o p e."""
        name = str(super()._print_Symbol(expr, style))
        return SUBSCRIPT.sub(r"_{\\mathrm{\1}}", WORD.sub(r"\\mathrm{\1}", name))

    def _print_Indexed(self, expr: Any) -> str:
        declared = getattr(expr.base, "declaration", None)
        base = (declared.latex if declared else "") or self._print(expr.base)
        places = ",".join(self._print(place) for place in expr.indices)
        return rf"{{{base}}}_{{{places}}}"

    def _print_DeclaredArray(self, expr: Any) -> str:
        return expr.declaration.latex or str(self._print(expr.label))

    def _print_Derivative(self, expr: Any) -> str:
        if self._is_prime(expr):
            return self._primed(expr, expr.expr.args[0])
        if isinstance(expr.expr, sympy.Indexed):
            below = " ".join(rf"\partial {self._print(v)}" for v in expr.variables)
            power = f"^{{{len(expr.variables)}}}" if len(expr.variables) > 1 else ""
            return rf"\frac{{\partial{power} {self._print(expr.expr)}}}{{{below}}}"
        if not isinstance(expr.expr, sympy.Symbol):
            return str(super()._print_Derivative(expr))
        order = sum(int(n) for _, n in expr.variable_count)
        power = f"^{{{order}}}" if order > 1 else ""
        below = " ".join(f"d{self._print(v)}" + (f"^{{{int(n)}}}" if n > 1 else "") for v, n in expr.variable_count)
        return rf"\frac{{d{power}{self._print(expr.expr)}}}{{{below}}}"

    def _print_Subs(self, subs: Any) -> str:
        if len(subs.point) == 1 and self._is_prime(subs.expr):
            return self._primed(subs.expr, subs.point[0])
        return str(super()._print_Subs(subs))

    @staticmethod
    def _is_prime(expr: Any) -> bool:
        """A derivative of ``f(x)`` by ``x`` alone."""
        return (
            isinstance(expr, sympy.Derivative)
            and isinstance(expr.expr, AppliedUndef)
            and len(expr.variable_count) == 1
            and expr.expr.args == (expr.variable_count[0][0],)
        )

    def _primed(self, derivative: Any, argument: Any) -> str:
        order = int(derivative.variable_count[0][1])
        primes = "'" * order if order < 4 else f"^{{({order})}}"
        return rf"{self._named(derivative.expr.func)}{primes}\left({self._print(argument)}\right)"

    def _named(self, function: Any) -> str:
        declared = getattr(function, "declaration", None)
        return (declared.latex if declared else "") or str(self._print(sympy.Symbol(function.__name__)))

    def _print_Function(self, expr: Any, exp: Any = None) -> str:
        if not isinstance(expr, AppliedUndef):
            return str(super()._print_Function(expr, exp))
        arguments = ", ".join(self._print(a) for a in expr.args)
        power = "" if exp is None else f"^{{{exp}}}"
        return rf"{self._named(expr.func)}{power}\left({arguments}\right)"

    def _print_Heaviside(self, expr: Any, exp: Any = None) -> str:
        body = rf"\theta\left({self._print(expr.args[0])}\right)"
        return body if exp is None else rf"{body}^{{{exp}}}"

    def _print_Max(self, expr: Any, exp: Any = None) -> str:
        body = rf"\max\left({', '.join(self._print(a) for a in expr.args)}\right)"
        return body if exp is None else rf"{body}^{{{exp}}}"

    def _print_sign(self, expr: Any, exp: Any = None) -> str:
        body = rf"\operatorname{{sgn}}\left({self._print(expr.args[0])}\right)"
        return body if exp is None else rf"{body}^{{{exp}}}"

    def _print_Add(self, expr: Any, order: Any = None) -> str:
        """A sum of two or three terms begins with one that has no minus sign: V - E, not -E + V."""
        terms = self._as_ordered_terms(expr, order=order)
        if 1 < len(terms) < 4 and terms[0].could_extract_minus_sign():
            first = next((t for t in terms if not t.could_extract_minus_sign()), None)
            if first is not None:
                rest = [t for t in terms if t is not first]
                signs = ((" - ", -t) if t.could_extract_minus_sign() else (" + ", t) for t in rest)
                return str(self._print(first)) + "".join(
                    s + (rf"\left({self._print(t)}\right)" if t.is_Add else str(self._print(t))) for s, t in signs
                )
        return str(super()._print_Add(expr, order=order))

    def _print_And(self, e: Any) -> str:
        return self._joined(e, r" \text{ and } ")

    def _print_Or(self, e: Any) -> str:
        return self._joined(e, r" \text{ or } ")

    def _joined(self, e: Any, word: str) -> str:
        args = sorted(e.args, key=sympy.default_sort_key)
        return word.join(
            rf"\left({self._print(a)}\right)" if isinstance(a, (sympy.And, sympy.Or)) else self._print(a) for a in args
        )


def latex(value: Any) -> str:
    """A formula; words stay words.

    >>> x, w, l = sympy.symbols("x w_1 l")
    >>> print(latex(sympy.Derivative(l, w)))
    \\frac{dl}{dw_{1}}
    """
    if isinstance(value, str):
        return r"\text{" + value.replace("{", "").replace("}", "").replace("\\", "") + "}"
    if isinstance(value, bool):
        return r"\text{true}" if value else r"\text{false}"
    if isinstance(value, (tuple, list)):
        return ", ".join(latex(v) for v in value)
    printer = _Printer({"mat_delim": "(", "mat_str": "matrix", "fold_short_frac": False, "ln_notation": False})
    return str(printer.doprint(value)).replace(r"\limits", "")


def named(text: str) -> str:
    """What an answer is called, in words; the names among them are set as names.

    >>> print(named("slope by w_1"))
    \\text{slope by }w_{1}
    >>> print(named("tau dw_i/dt"))
    \\tau\\ \\frac{dw_{i}}{dt}
    """
    pieces: list[tuple[bool, str]] = []
    for word in text.split(" "):
        name = _name(word)
        if not name and pieces and not pieces[-1][0]:
            pieces[-1] = (False, f"{pieces[-1][1]} {word}")
        else:
            pieces.append((bool(name), name or word))
    found = ""
    for position, (is_name, piece) in enumerate(pieces):
        before = " " if position else ""
        after = " " if position + 1 < len(pieces) else ""
        joint = r"\ " if is_name and position and pieces[position - 1][0] else ""
        found += f"{joint}{piece}" if is_name else latex(f"{before}{piece}{after}")
    return found


NAME = re.compile(r"\(?d?[A-Za-z]+(_\w+)?[²³]?[,)]*")
GREEK = frozenset(SYMBOLS.split())


def _name(word: str) -> str:
    """A word of a title as a formula, where it is a name: with an index, Greek, or a derivative of such."""
    if word in "+-=":
        return word
    above, slash, below = word.partition("/")
    if slash and above[:1] == below[:1] == "d" and NAME.fullmatch(above) and NAME.fullmatch(below):
        return rf"\frac{{d{_spelt(above[1:])}}}{{d{_spelt(below[1:])}}}"
    plain = word.strip("(),²³")
    if not NAME.fullmatch(word) or not ("_" in plain or plain in GREEK):
        return ""
    start = word.index(plain)
    power = "".join({"²": "^{2}", "³": "^{3}"}.get(c, c) for c in word[start + len(plain) :])
    return f"{word[:start]}{_spelt(plain)}{power}"


def _spelt(text: str) -> str:
    return latex(sympy.Symbol(text))


def statement(claim: Claim) -> str:
    """What a claim says: its sides, what the left one is called, the limit and the conditions."""
    left = latex(shortened(claim.left))
    body = left
    if claim.right is not None:
        relation, right = RELATIONS[claim.relation], latex(shortened(claim.right))
        # Where both sides have been worked out to the same, one of them is enough.
        body = rf"{right} \ \text{{on both sides}}" if left == right else f"{left} {relation} {right}"
        if claim.called:
            body = f"{claim.called} = {right}" if left == right else f"{claim.called} = {body}"
    if claim.limit is not None:
        body += rf" \quad ({latex(claim.variable)} \to {latex(claim.limit)})"
    if claim.given:
        body += r" \qquad \text{where } " + conditions(claim)
    return body


def shortened(value: Any) -> Any:
    """Decimals of many digits, as they come out of a calculation, to six."""
    if not isinstance(value, (sympy.Basic, sympy.MatrixBase)):
        return value
    return value.xreplace({f: sympy.Float(f, 6) for f in value.atoms(sympy.Float)})


def conditions(claim: Claim) -> str:
    """The conditions of a claim, each once."""
    return ",\\ ".join(dict.fromkeys(latex(g) for g in claim.given))


def number(value: Any, digits: int = 6) -> str:
    """A number as a sheet prints it: exact where that is short, to six digits otherwise.

    >>> number(sympy.Rational(3, 4)), number(sympy.pi)
    ('\\\\frac{3}{4}', '3.14159')
    """
    if isinstance(value, sympy.Rational) and len(str(value)) <= 6:
        return latex(value)
    return latex(sympy.N(value, digits)) if getattr(value, "is_number", False) else latex(value)
