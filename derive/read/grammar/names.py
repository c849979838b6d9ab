"""Names: subscripts that are part of a name and subscripts that are indices, primes, accents, applications."""

from __future__ import annotations

from collections.abc import Sequence

from derive.expression import ONE, E, Expression, I, call, constant, name, number
from derive.read.grammar.applications import application, declared_text, function_name, resolved
from derive.read.grammar.binding import POSTFIX
from derive.read.grammar.calculus import differential
from derive.read.grammar.derivatives import inline_derivative
from derive.read.grammar.foreign import imaginary, sympified
from derive.read.grammar.indices import (
    bracket_indices,
    is_upper_index,
    is_upper_name,
    plain_indices,
    tells_apart,
    upper_index,
    written_indices,
)
from derive.read.grammar.parser import Parser
from derive.read.grammar.scripts import split_number
from derive.read.grammar.statistics import applied, under_sign
from derive.read.groups import flatten, script
from derive.read.refusal import Refusal
from derive.read.source import GREEK_NAMES
from derive.read.tokens import Token
from derive.read.words import fold

_ORDERS = frozenset(str(n) for n in range(1, 10))


def name_operand(parser: Parser, binding: int) -> Expression:
    """A name with all that belongs to it."""
    token = parser.token
    if token.text == "j":
        unit = imaginary(parser)
        if unit is not None:
            return unit
    if token.text == "S" and sympified(parser):
        parser.advance()
        return parser.expression(POSTFIX)
    if parser.integrals and parser.differential():
        frame = next((f for f in reversed(parser.integrals) if f.variable is None), None)
        if frame is not None and frame.level < parser.level:
            frame.variable = differential(parser)
            return ONE
    if token.text == "d" or (not parser.latex and token.text[0] == "d" and len(token.text) > 1):
        derivative = inline_derivative(parser)
        if derivative is not None:
            return derivative
    return _name(parser, "")


def constant_operand(parser: Parser, binding: int) -> Expression:
    token = parser.token
    text = token.text
    if token.mark == "imath":
        parser.advance()
        return I
    if text in ("e", "i") and parser.ahead().kind == "_":
        return _name(parser, "")
    parser.advance()
    if text == "j":
        return name("j") if "j" in parser.context.indices else I
    if text == "emptyset":
        return Expression("set", ())
    if text == "i" and (parser.latex and "i" in parser.words.names):
        return name(parser.words.names["i"])
    if text == "E" or text == "e":
        return E
    if text in ("Reals",):
        return Expression("name", (), text)
    return constant(text)


def name_alone(parser: Parser) -> Expression:
    """One letter as an argument without braces: scripts that follow belong to what stands before it."""
    token = parser.advance()
    if token.kind == "constant":
        return Expression("set", ()) if token.text == "emptyset" else constant(token.text)
    return resolved(parser, token, token.text, fold(token.text))


def accented(parser: Parser, accent: str) -> Expression:
    r"""``\hat y``, ``\bar{x}``, ``\hat{y_k}``: the accent becomes part of the base."""
    parser.advance()
    braces = 0
    start = parser.token
    while parser.kind == "{":
        parser.advance()
        braces += 1
    if parser.kind not in ("name", "constant", "board"):
        raise Refusal(start.start, repr(start.text), "a name under the accent", "an accent stands on one letter")
    if braces and parser.ahead().kind not in ("}", "_", "^", "'"):
        raise Refusal(
            start.start, repr(start.text), "one name under the accent", "use \\overline for a whole expression"
        )
    return _name(parser, accent, braces)


def _name(parser: Parser, accent: str, braces: int = 0) -> Expression:
    token = parser.advance()
    base = token.text
    if base == "Delta" and not accent:
        base = _joined_delta(parser, base)
    if token.mark == "bold" and (base in parser.context.two_faces or f"{base}_bold" in parser.words.names):
        accent = f"{accent}_bold" if accent else "bold"
    if accent:
        base = f"{base}_{accent}"
    if parser.kind == "number" and parser.token.mark == "digit":
        parser.met["joined"] = "the digits behind a letter taken as part of its name"
        if "joined" in parser.choices:
            base += parser.advance().text
    subscripts: list[tuple[int, Sequence[Token]]] = []
    primes = 0
    upper: Expression | None = None
    starred = ""
    while True:
        kind = parser.kind
        if kind == "'":
            primes += 1
            parser.advance()
        elif kind == "}" and braces:
            braces -= 1
            parser.advance()
        elif kind == "_" and not subscripts:
            content, after = _subscript(parser)
            subscripts.append((parser.at, content))
            parser.move(min(after, len(parser.tokens) - 1))
        elif kind == "{" and parser.ahead().kind == "_" and not subscripts:
            parser.advance()
            braces += 1
        elif kind == "^" and upper is None and not starred:
            content, after = script(parser.tokens, parser.at)
            key = f"{base}_{''.join(flatten(subscripts[0][1]) or ())}" if subscripts else base
            kinds = [t.kind for t in content]
            if kinds and all(k == "'" for k in kinds):
                primes += len(kinds)
            elif kinds == ["[", "number", "]"]:
                starred = content[1].text
            elif kinds == ["(", "number", ")"] and content[1].text in _ORDERS and not primes:
                if parser.tokens[min(after, len(parser.tokens) - 1)].kind == "(" or int(content[1].text) > 2:
                    primes = int(content[1].text)
                else:
                    starred = content[1].text
            elif kinds in (["(", "name", ")"], ["[", "name", "]"]):
                if kinds[0] == "(" == parser.tokens[min(after, len(parser.tokens) - 1)].kind and not subscripts:
                    raise parser.refuse("the order of a derivative as a number", "write primes, or \\frac{d^2}{dx^2}")
                if content[1].text in parser.context.indices:
                    upper = name(content[1].text)
                else:
                    starred = content[1].text
            elif kinds in (["⋆"], ["*"]) and base not in parser.context.bold:
                starred = "star"
            elif is_upper_index(parser, base, bool(subscripts), content):
                upper = upper_index(parser, content)
            elif is_upper_name(parser, token, base, content) or tells_apart(parser, base, key, content, after):
                starred = "".join(flatten(content) or ())
            else:
                break
            parser.move(min(after, len(parser.tokens) - 1))
        else:
            break
    if braces:
        parser.expect("}", "a closing brace")
    if _may_conjugate(parser, token, base, accent, subscripts, starred):
        parser.met["conjugate"] = "the bar or star taken as the complex conjugate"
        if "conjugate" in parser.choices:
            return call("conjugate", _assemble(parser, token, token.text, subscripts, primes, upper, ""))
    return _assemble(parser, token, base, subscripts, primes, upper, starred)


def _may_conjugate(
    parser: Parser, token: Token, base: str, accent: str, subscripts: list[tuple[int, Sequence[Token]]], starred: str
) -> bool:
    """Whether ``\\bar z`` or ``z^*`` may be a conjugate: z stands alone too, and no such name is declared."""
    if accent != "bar" and starred != "star":
        return False
    key = "_".join((token.text, *("".join(flatten(c) or ()) for _, c in subscripts)))
    declared = {base, f"{key}_star", f"{key}__star"} & parser.words.names.keys()
    return not declared and key in parser.context.bare


def _joined_delta(parser: Parser, base: str) -> str:
    following = parser.token
    if following.kind != "name" or following.mark == "bold":
        return base
    joined = base + following.text
    names = parser.words.names
    if joined not in names and (
        parser.context.delta_alone or base in names or following.text in GREEK_NAMES or following.text == "d"
    ):
        return base
    parser.advance()
    return joined


def _subscript(parser: Parser) -> tuple[Sequence[Token], int]:
    content, after = script(parser.tokens, parser.at)
    if not content or (content[0].kind in ("end", "}", "relation") and len(content) == 1 and content[0].text != "eq"):
        parser.advance()
        raise parser.refuse("a subscript", "put it in braces")
    long = len(content) == 1 and content[0].kind == "number" and len(content[0].text) > 1
    if long and parser.latex and parser.tokens[parser.at + 1].kind != "{":
        place = parser.at
        parser.move(place + 1)
        split_number(parser)
        parser.move(place)
        content, after = script(parser.tokens, place)
    return content, after


def _assemble(
    parser: Parser,
    token: Token,
    base: str,
    subscripts: list[tuple[int, Sequence[Token]]],
    primes: int,
    upper: Expression | None,
    starred: str,
) -> Expression:
    indices: list[Expression] = [upper] if upper is not None else []
    if base == "E" and len(subscripts) == 1 and not primes and parser.kind in ("[", "set{"):
        expected = _expected(parser, subscripts[0][0])
        if expected is not None:
            return expected
    key = base
    if token.mark != "declared" and "_" in base and not subscripts and base not in parser.words.functions:
        key, found = plain_indices(parser, base)
        indices.extend(found)
    for at, content in subscripts:
        written = written_indices(parser, base, at, content)
        if written is not None:
            if base == "delta" and _is_lag(written):
                return call("KroneckerDelta", written[0], number(0))
            indices.extend(written)
        else:
            key = f"{base}_{''.join(flatten(content) or (_spelled(content),))}"
    if starred:
        single = fold(f"{key}_{starred}")
        key = single if single in parser.words.names else f"{key}__{starred}"
    key = fold(key)
    if not parser.latex and parser.kind == "[" and not parser.token.wide and not indices:
        indices = bracket_indices(parser)
    function = function_name(parser, key)
    if primes or function or parser.kind in ("(", "[", "^", "set{"):
        applied = application(parser, token, key, function, primes, indices)
        if applied is not None:
            return applied
    atom = (
        resolved(parser, token, base, key)
        if not primes
        else Expression("prime", (), (declared_text(parser, key), (primes,)))
    )
    if primes and key in parser.context.bold | parser.words.arrays and not indices:
        atom = resolved(parser, token, base, key)
        for _ in range(primes):
            atom = call("transpose", atom)
    return Expression("index", (atom, *indices)) if indices else atom


def _expected(parser: Parser, place: int) -> Expression | None:
    """``E_q[f(z)]``: an expectation under what the subscript says."""
    if "E" in parser.words.names and parser.kind == "[" and not parser.latex:
        return None
    here = parser.at
    parser.move(place + 1)
    under = under_sign(parser)
    parser.move(here)
    return applied(parser, "Expectation", under)


def _is_lag(indices: Sequence[Expression]) -> bool:
    r"""``\delta_{n-k}``: one index that is a difference of names; the unit impulse."""
    if len(indices) != 1 or indices[0].head != "add":
        return False
    terms = indices[0].args
    return terms[0].head == "name" and any(t.head == "neg" and t.args[0].head == "name" for t in terms)


def _spelled(content: Sequence[Token]) -> str:
    return "".join(c for t in content for c in t.text if c.isalnum())
