"""Plain text in the words of other systems: SymPy, NumPy, Maxima, Mathematica, a calculator, a French textbook.

A sign that one of them writes and the others read otherwise is read as its system means it, or refused with a reason:
``Matrix(...).T``, ``np.sin(x)``, ``%pi``, ``Sin[x]``, ``1_000``, ``]0, 1[``, ``x if x > 0 else 0``.  Where two systems
disagree (``2e-3x``, ``1,000``, ``7 % 3``) the token is marked, and the parser keeps both readings.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.read.refusal import Refusal
from derive.read.tokens import Token
from derive.read.words import Words

#: Modules whose name stands before a function or a constant, with a point.
_MODULES = r"(?<![\w.])(?:numpy|np|sympy|sp|math|cmath|Math|mpmath|mp|scipy|special)\.(?=[A-Za-z])"
_GROUPED = (
    r"(?<![\w.,])(?:[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]++)?|[0-9]{1,3}(?:\.[0-9]{3})++,[0-9]++|[0-9]++,[0-9]++)"
    r"(?![\w,.]*[0-9])"
)
#: What only other systems write.  Each alternative is told apart again by its first sign.
DIALECT = (
    _MODULES
    + r"|%(?:pi|e|i|gamma|phi|inf)(?![A-Za-z0-9_])"
    + r"|(?<=[\w)\]}])\.[A-Za-z]\w*"
    + r"|0(?:[xX][0-9a-fA-F]*[0-9][0-9a-fA-F]*|[bB][01]+|[oO][0-7]+)(?!\w)"
    + r"|[0-9]{1,3}(?:_[0-9]{3})++(?!\w)"
    + r"|[0-9]*+\.[0-9]*+\([0-9]++\)(?![\w(])"
    + r"|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+-][0-9]++(?=[A-Za-z])"
    + r"|(?:Sin|Cos|Tan|Cot|Sec|Csc|ArcSin|ArcCos|ArcTan|ArcCot|ArcSec|ArcCsc|Sinh|Cosh|Tanh|Coth|Sech|Csch|ArcSinh"
    + r"|ArcCosh|ArcTanh|Exp|Log|Sqrt|Abs|Sign|Max|Min|Floor|Ceiling|Factorial|Binomial|Gamma|Erf|Mod|GCD|LCM"
    + r"|D(?=\[[^\]]*,)|Integrate|Sum|Product|Limit|Conjugate|Arg|Re|Im)(?=\[)"
    + r"|"
    + _GROUPED
)
_CONSTANTS = {"pi": "pi", "e": "e", "i": "i", "gamma": "euler", "inf": "oo"}
#: Methods of SymPy that leave the value as it is.
NEUTRAL = frozenset(
    ("expand", "simplify", "factor", "cancel", "together", "apart", "doit", "radsimp", "trigsimp", "powsimp", "ratsimp",
     "evalf", "n", "copy", "as_explicit")
)  # fmt: skip
METHODS = NEUTRAL | frozenset(
    ("T", "H", "transpose", "adjoint", "conjugate", "inv", "inverse", "det", "trace", "norm", "dot", "cross", "subs",
     "diff", "integrate", "limit")
)  # fmt: skip
_MATHEMATICA = {
    "ArcSin": "asin", "ArcCos": "acos", "ArcTan": "atan", "ArcCot": "acot", "ArcSec": "asec", "ArcCsc": "acsc",
    "ArcSinh": "asinh", "ArcCosh": "acosh", "ArcTanh": "atanh", "GCD": "gcd", "LCM": "lcm", "Abs": "Abs",
    "Max": "Max", "Min": "Min", "Mod": "Mod",
}  # fmt: skip
_SETS = {"union": ("∪", "union"), "intersect": ("∩", "intersection"), "intersection": ("∩", "intersection")}
_CALCULUS = {"D": "Derivative", "Integrate": "Integral", "Sum": "Sum", "Product": "Product", "Limit": "Limit"}
_OPENERS = {"(": ")", "[": "]", "set{": "set}", "{": "}"}
_OPERANDS = frozenset(("number", "name", "constant", ")", "]", "set}", "}", "fraction", "!", "%", "°", "'"))

#: Conditions written as calls, with three arguments.
CONDITIONAL = frozenset(("if", "If", "IF", "ifelse", "where"))
#: Words of calculus that are no calls here.
UNREAD = {
    "lim": "write limit(f, x, a)",
    "limit": "write limit(f, x, a)",
    "integral": "write integral(f, x) or integrate(f, (x, a, b))",
    "derivative": "write diff(f, x)",
}

Emit = Callable[..., None]


def has_comma(source: str, start: int) -> bool:
    """Whether the bracket that opens at a place has a comma of its own in it."""
    depth = 0
    for place in range(start, min(len(source), start + 2_000)):
        character = source[place]
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth <= 0:
                return False
        elif character == "," and depth == 1:
            return True
    return False


def dialect_sign(emit: Emit, tokens: list[Token], source: str, start: int, piece: str, words: Words) -> int:
    """Emits what a piece means in its own system; the offset behind it, or 0 where it means nothing special."""
    stop = start + len(piece)
    if piece[0] == ".":
        if piece[1:].isdigit() or "(" in piece:
            return _digits(emit, tokens, piece, start, stop)
        return _attribute(emit, tokens, source, start, piece, words)
    if piece[0] == "%":
        return _maxima(emit, tokens, source, start, piece)
    if piece[0].isdigit():
        return _digits(emit, tokens, piece, start, stop)
    if piece[-1] == ".":
        return 0 if piece[:-1] in words.names else stop
    if piece in words.names or piece in words.functions:
        return 0
    if piece in _CALCULUS:
        emit("calculus", _CALCULUS[piece], start, stop, "mathematica")
    else:
        emit("function", _function(piece), start, stop, "mathematica")
    return stop


def _function(piece: str) -> str:
    from derive.functions import CANONICAL

    known = _MATHEMATICA.get(piece) or CANONICAL.get(piece.lower())
    return known or piece.lower()


def _attribute(emit: Emit, tokens: list[Token], source: str, start: int, piece: str, words: Words) -> int:
    """``.T`` and ``.subs(x, 1)``; a point between two factors stays a product."""
    method, stop = piece[1:], start + len(piece)
    called = source[stop : stop + 1] == "("
    if tokens and tokens[-1].kind == "number":
        return 0
    if method in ("T", "H") and not called and method not in words.names:
        emit("method", method, start, stop)
        return stop
    if called and method in METHODS and method not in words.functions:
        emit("method", method, start, stop)
        return stop
    return 0


def operator_word(piece: str, tokens: list[Token], called: bool, following: str) -> tuple[str, str] | None:
    """Words between operands, or behind a number: ``7 mod 3``, ``5 choose 2``, ``30 deg``; ``log2 x`` before one."""
    if piece in ("log2", "log10") and following[:1] == " " and (following[1:].isalnum() or following[1:] == "("):
        return "function", piece
    if tokens and piece in _SETS and tokens[-1].kind in (")", "]", "set}") and following[:1] == " ":
        return _SETS[piece]
    if called or not tokens or tokens[-1].kind not in ("number", "name", "constant", ")"):
        return None
    if piece in ("mod", "choose"):
        return piece, piece
    if piece in ("nCr", "ncr"):
        return "choose", piece
    if piece in ("deg", "degs", "degree", "degrees") and tokens[-1].kind == "number":
        return "°", "°"
    return None


def _maxima(emit: Emit, tokens: list[Token], source: str, start: int, piece: str) -> int:
    """``%pi`` is a constant of Maxima; behind a number it may be a percentage, and is refused."""
    if tokens and tokens[-1].kind in _OPERANDS and tokens[-1].stop == start:
        meant = (
            f"write {source[start - 1]}*{piece} for the constant, {source[start - 1]}/100*{piece[1:]} for a percentage"
        )
        raise Refusal(start, repr(piece), "an operator before it", meant)
    if piece == "%phi":
        emit("(", "(", start, start)
        emit("number", "1", start, start)
        emit("+", "+", start, start)
        emit("√", "√", start, start)
        emit("number", "5", start, start)
        emit(")", ")", start, start)
        emit("/", "/", start, start)
        emit("number", "2", start, start + len(piece))
    else:
        emit("constant", _CONSTANTS[piece[1:]], start, start + len(piece))
    return start + len(piece)


def _digits(emit: Emit, tokens: list[Token], piece: str, start: int, stop: int) -> int:
    """Numbers that other systems write otherwise: 0x1F, 1_000, 0.(3), 2e-3x, 1,000."""
    if piece[1:2] in ("x", "X", "b", "B", "o", "O"):
        raise Refusal(start, repr(piece), "a decimal number", "write the number in decimal digits")
    if "_" in piece:
        emit("number", piece.replace("_", ""), start, stop)
    elif piece[-1] == ")":
        head, _, period = piece[:-1].partition("(")
        emit("number", f"{head}({period})", start, stop, "repeating")
    elif "," in piece:
        if _depth(tokens):
            return 0  # between brackets a comma separates
        emit("number", piece, start, stop, "comma")
    else:
        emit("number", piece.lower(), start, stop, "scientific")
    return stop


def _depth(tokens: list[Token]) -> int:
    return sum(t.kind in _OPENERS for t in tokens) - sum(t.kind in _OPENERS.values() for t in tokens)


def settled(tokens: list[Token], words: Words) -> list[Token]:
    """The tokens once all are known: brackets that open backwards, calls in square brackets, conditions, unions."""
    kinds = {t.kind for t in tokens}
    if "relation" in kinds and tokens[0].text == "lt":
        tokens = _pointed(tokens)
    if "[" in kinds or "]" in kinds:
        tokens = _square_calls(tokens)
        tokens = _reversed_brackets(tokens)
    if "text" in kinds:
        tokens = _conditions(tokens)
    if "relation" in kinds and "U" not in words.names:
        tokens = _unions(tokens)
    return tokens


def _pointed(tokens: list[Token]) -> list[Token]:
    """``<1, 2, 3>``: the components of a vector."""
    inner = tokens[1:-1]
    related = any(t.kind in ("relation", "logic", "text") for t in inner)
    if related or tokens[-1].text != "gt" or tokens[-1].kind != "relation" or not any(t.kind == "," for t in inner):
        return tokens
    return [tokens[0]._replace(kind="(", text="("), *inner, tokens[-1]._replace(kind=")", text=")")]


def _partner(tokens: list[Token], at: int) -> int:
    """Where the bracket that opens at a place is closed, or 0."""
    depth = 0
    for place in range(at, len(tokens)):
        kind = tokens[place].kind
        if kind in _OPENERS:
            depth += 1
        elif kind in _OPENERS.values():
            depth -= 1
            if depth == 0:
                return place if kind == _OPENERS[tokens[at].kind] else 0
    return 0


def _square_calls(tokens: list[Token]) -> list[Token]:
    """``Sin[x]`` and ``exp[x]``: the brackets of a call; ``sqrt[3](x)``: the order of a root."""
    tokens = list(tokens)
    for at in range(len(tokens) - 1, -1, -1):
        if at + 1 >= len(tokens):
            continue
        token, following = tokens[at], tokens[at + 1]
        if token.kind not in ("function", "calculus") or following.kind != "[" or following.wide:
            continue
        close = _partner(tokens, at + 1)
        if not close:
            continue
        after = tokens[close + 1].kind if close + 1 < len(tokens) else "end"
        if token.text == "sqrt" and after in ("(", "set{") and not tokens[close + 1].wide and token.mark == "":
            _root(tokens, at, close)
            continue
        tokens[at + 1] = following._replace(kind="(")
        tokens[close] = tokens[close]._replace(kind=")")
        if token.mark == "mathematica" and token.kind == "calculus":
            for inner in range(at + 2, close):
                kind = tokens[inner].kind
                tokens[inner] = tokens[inner]._replace(kind={"set{": "(", "set}": ")"}.get(kind, kind))
    return tokens


def _root(tokens: list[Token], at: int, close: int) -> None:
    """``sqrt[n](x)`` becomes ``root(x, n)``: the order moves behind the argument."""
    end = _partner(tokens, close + 1)
    if not end:
        return
    order, inside = tokens[at + 2 : close], tokens[close + 2 : end]
    opening, closing = tokens[at + 1]._replace(kind="("), tokens[end]._replace(kind=")")
    comma = tokens[close]._replace(kind=",", text=",")
    tokens[at : end + 1] = [tokens[at]._replace(text="root"), opening, *inside, comma, *order, closing]


def _reversed_brackets(tokens: list[Token]) -> list[Token]:
    """``]0, 1[`` and ``[0, 1[``: an open end is a bracket that is turned outwards."""
    tokens = list(tokens)
    at = 0
    while at < len(tokens):
        kind = tokens[at].kind
        before = tokens[at - 1].kind if at else "relation"
        if kind == "]" and before not in _OPERANDS and before != "[":
            close = _end_of_interval(tokens, at)
            if not close:
                return tokens
            both = tokens[close].kind == "["
            tokens[at] = tokens[at]._replace(kind="(", mark="interval" if both else "")
            if both:
                tokens[close] = tokens[close]._replace(kind=")")
            at = close
        elif kind == "[" and before not in _OPERANDS and not _partner(tokens, at):
            close = _end_of_interval(tokens, at)
            if close and tokens[close].kind == "[":
                tokens[close] = tokens[close]._replace(kind=")")
                at = close
        at += 1
    return tokens


def _end_of_interval(tokens: list[Token], at: int) -> int:
    """The bracket of either kind after one comma, at the same depth."""
    depth, commas = 0, 0
    for place in range(at + 1, len(tokens)):
        kind = tokens[place].kind
        if depth == 0 and kind in ("[", "]"):
            return place if commas == 1 else 0
        if kind in ("(", "set{", "{"):
            depth += 1
        elif kind in (")", "set}", "}"):
            depth -= 1
        elif kind in (",", ";") and depth == 0:
            commas += 1
    return 0


def _conditions(tokens: list[Token]) -> list[Token]:
    """``a if c else b`` of Python, where both words stand in this order."""
    places = [(at, t.text) for at, t in enumerate(tokens) if t.kind == "text" and t.text in ("if", "else")]
    if not places or len(places) % 2 or any(t != ("if", "else")[n % 2] for n, (_, t) in enumerate(places)):
        return tokens
    tokens = list(tokens)
    for at, text in places:
        tokens[at] = tokens[at]._replace(kind=text)
    return tokens


def _unions(tokens: list[Token]) -> list[Token]:
    """``x < -1 U x > 1``: a letter between two statements joins them."""
    related = [t.kind == "relation" for t in tokens]
    for at, token in enumerate(tokens):
        alone = token.kind == "name" and token.text == "U" and token.wide and tokens[min(at + 1, len(tokens) - 1)].wide
        if alone and any(related[:at]) and any(related[at:]):
            tokens = [*tokens[:at], token._replace(kind="logic", text="or"), *tokens[at + 1 :]]
    return tokens
