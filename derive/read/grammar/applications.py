"""Names applied to arguments, and what a name alone stands for."""

from __future__ import annotations

from derive.expression import INFINITY, ZERO, E, Expression, I, call, mul, name, neg, power
from derive.read.grammar.calls import arguments
from derive.read.grammar.parser import Parser
from derive.read.grammar.scripts import argument
from derive.read.grammar.statistics import statistic
from derive.read.groups import script
from derive.read.refusal import Refusal
from derive.read.tokens import Token


def declared_text(parser: Parser, key: str) -> str:
    if parser.words.closed and key not in parser.words.names and key not in parser.words.functions:
        raise undeclared(parser, parser.tokens[parser.at - 1], key)
    return parser.words.names.get(key) or parser.words.functions.get(key) or key


def function_name(parser: Parser, key: str) -> str:
    if key in parser.words.functions:
        return parser.words.functions[key]
    return key if key in parser.context.functions and key not in parser.words.names else ""


def application(
    parser: Parser, token: Token, key: str, function: str, primes: int, indices: list[Expression]
) -> Expression | None:
    """``f(x)``, ``f'(x)``, ``f^2(x)``, ``f^{-1}(x)``, ``E[X]``; None where the bracket means a product."""
    braced = parser.kind == "set{" and key in ("E", "Var", "Cov")
    if (parser.kind in ("(", "[") and parser.token.mark != "right") or braced:
        special = statistic(parser, key, token)
        if special is not None:
            return special
    if parser.kind == "set{" and key == "L" and token.mark == "cal" and not parser.words.closed:
        return _laplace(parser)
    if parser.kind == "(" and key == "O" and token.mark == "cal":
        return call("order", *arguments(parser))
    if parser.kind == "(" and not function and not primes and not indices:
        known = _known_letter(parser, key)
        if known:
            args = arguments(parser)
            return call("uppergamma" if known == "gamma" and len(args) == 2 else known, *args)
    primed = bool(primes) and key not in parser.words.names
    if not function and not primed:
        return None
    at, exponent, inverse = parser.at, None, False
    if parser.kind == "^" and function:
        content, after = script(parser.tokens, parser.at)
        following = parser.tokens[min(after, len(parser.tokens) - 1)]
        if following.kind != "(":
            return None if not primes else Expression("prime", (), (function or key, (primes,)))
        inverse = [t.kind for t in content] == ["-", "number"] and content[1].text == "1"
        derived = len(content) == 3 and content[0].kind == "(" and content[1].kind == "number"
        if derived:
            primes = int(content[1].text[:3])
        elif not inverse:
            parser.advance()
            exponent = argument(parser, "an exponent")
        parser.move(after)
    if (
        parser.kind != "("
        or parser.token.mark == "right"
        or (_contains_itself(parser, token) if indices and not primes else _contains_bare(parser, token))
    ):
        parser.move(at)
        return None
    args = arguments(parser)
    text = function or (_known_letter(parser, key) if primes else "") or declared_text(parser, key)
    result = (
        Expression("prime", args, (text, (primes, *[0] * (len(args) - 1))))
        if primes
        else call(text + "_inverse" if inverse else text, *args)
    )
    if indices:
        result = Expression("index", (result, *indices))
    return power(result, exponent) if exponent is not None else result


def _laplace(parser: Parser) -> Expression:
    r"""``\mathcal{L}\{f(t)\}``, ``\mathcal{L}\{f(t)\}(s)``: the integral of ``f(t) e^{-st}`` over positive times."""
    place = parser.at
    (inner,) = arguments(parser)[:1]
    t, s = name("t"), name("s")
    if "t" not in inner.names() or "s" in inner.names():
        raise parser.refuse("a function of t", "only \\mathcal{L}\\{f(t)\\} in s is read", place)
    if [parser.ahead(k).text for k in range(3)] == ["(", "s", ")"]:
        parser.move(parser.at + 3)
    integrand = mul(inner, power(E, neg(mul(s, t))))
    return Expression("integral", (integrand, t, ZERO, INFINITY))


def _contains_itself(parser: Parser, token: Token) -> bool:
    """``z_i(1-z_i)`` is a product."""
    depth = 0
    for following in parser.tokens[parser.at :]:
        if following.kind == "(":
            depth += 1
        elif following.kind == ")":
            depth -= 1
            if depth == 0:
                return False
        elif following.kind == "name" and following.text == token.text:
            return True
    return False


def _contains_bare(parser: Parser, token: Token) -> bool:
    """``N(1 - N/K)`` is a product, ``f(f(x))`` is none."""
    depth = 0
    tokens = parser.tokens
    for at in range(parser.at, len(tokens) - 1):
        kind = tokens[at].kind
        if kind == "(":
            depth += 1
        elif kind == ")":
            depth -= 1
            if depth == 0:
                return False
        elif kind == "name" and tokens[at].text == token.text and tokens[at + 1].kind not in ("(", "_", "'", "^"):
            return True
    return False


def _known_letter(parser: Parser, key: str) -> str:
    """Greek letters that mean a known function when they are applied."""
    if key in parser.words.names or key in parser.words.functions or not parser.latex:
        return ""
    if key == "Gamma":
        return "gamma"
    if key == "zeta" and key not in parser.context.bare and parser.ahead().kind == "number":
        return "zeta" if parser.ahead(2).kind == ")" else ""
    if key in ("theta", "Theta") and parser.context.gated and key not in parser.context.bare:
        return "Heaviside"
    return ""


def resolved(parser: Parser, token: Token, base: str, key: str) -> Expression:
    words = parser.words
    if key in words.names:
        return name(words.names[key])
    if parser.latex or token.mark != "declared":
        if key == "e" and (token.mark == "roman" or not parser.context.e_is_name) and token.mark != "bold":
            return E
        if key == "i" and not parser.context.i_is_name:
            return I
    if words.closed and key not in words.functions and key not in parser.context.indices:
        raise undeclared(parser, token, key)
    return name(words.functions.get(key, key))


def undeclared(parser: Parser, token: Token, key: str) -> Refusal:
    nearest = parser.words.suggestion(key)
    hint = f"did you mean {nearest}?" if nearest else "declare it, or use the names of the question"
    return Refusal(token.start, f"the undeclared name {key!r}", "a declared name", hint)
