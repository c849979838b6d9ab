"""Expectations, variances and probabilities, with what stands under their signs."""

from __future__ import annotations

from derive.expression import Expression, call
from derive.read.grammar.binding import PRODUCT
from derive.read.grammar.parser import Parser
from derive.read.groups import script
from derive.read.tokens import Token

STATISTICS = {
    "E": "Expectation", "V": "Variance", "P": "Probability", "Var": "Variance", "Cov": "Covariance",
    "Prob": "Probability", "Pr": "Probability",
}  # fmt: skip


def statistic(parser: Parser, key: str, token: Token) -> Expression | None:
    """``E[X]``, ``E(X^2)``, ``P(X=k)``, ``V(Y)`` where the letters mean expectation, probability and variance."""
    if key not in STATISTICS or token.mark == "declared" or key in parser.words.names:
        return None
    if key in parser.words.functions:
        return applied(parser, STATISTICS[key]) if parser.words.functions[key] == STATISTICS[key] else None
    if parser.kind == "set{" and key not in ("E", "Var", "Cov"):
        return None
    if key == "E" and parser.kind in ("[", "set{") and (parser.latex or not parser.token.wide):
        return applied(parser, "Expectation")
    if len(key) > 1 or (parser.context.statistics and key in ("E", "V", "P")):
        return applied(parser, STATISTICS[key])
    if key == "E" and parser.kind == "(" and parser.ahead().text in ("X", "Y", "Z"):
        return applied(parser, "Expectation")
    return None


def law(parser: Parser) -> tuple[Expression, ...]:
    r"""What stands under a sign of expectation: ``x \sim p``, ``q(z|x)``, or names that are random."""
    if parser.kind != "_":
        return ()
    _, after = script(parser.tokens, parser.at)
    parser.advance()
    found = under_sign(parser)
    parser.move(min(after, len(parser.tokens) - 1))
    return found


def under_sign(parser: Parser) -> tuple[Expression, ...]:
    """The expressions of a subscript, which begins here."""
    from derive.read.grammar.scripts import argument

    if parser.kind != "{":
        return (argument(parser, "a subscript"),)
    parser.advance()
    parser.deeper()
    parser.level += 1
    found = [parser.expression(0)]
    while parser.kind in (",", ";"):
        parser.advance()
        found.append(parser.expression(0))
    parser.level -= 1
    parser.depth -= 1
    if parser.kind != "}":
        raise parser.refuse("the end of the subscript")
    return tuple(found)


def applied(parser: Parser, function: str, under: tuple[Expression, ...] = ()) -> Expression:
    from derive.read.grammar.calls import arguments

    args = arguments(parser)
    given: tuple[Expression, ...] = ()
    if len(args) > 1 and args[-1].head == "call" and args[-1].value == "given":
        args, given = args[:-1], args[-1].args
    if function in ("Expectation", "Probability") and len(args) > 1:
        args = (Expression("and" if function == "Probability" else "tuple", args),)
    return with_law(function, args, given, under)


def with_law(
    function: str, args: tuple[Expression, ...], given: tuple[Expression, ...], under: tuple[Expression, ...]
) -> Expression:
    """A statistic; what says only which of its names are random is left out, a distribution is kept with it."""
    mentioned = {n for a in args for n in (*a.names(), *a.functions())}
    kept = tuple(u for u in under if u.head not in ("name", "index") or not set(u.names()) <= mentioned)
    if function in ("Covariance", "Variance") and not given:
        kept = ()
    conditions = (*given, *kept)
    if not conditions:
        return call(function, *args)
    return call(function, *args, conditions[0] if len(conditions) == 1 else Expression("and", conditions))


def board_operand(parser: Parser, binding: int) -> Expression:
    r"""``\mathbb{E}[...]``, ``\mathbb{R}``."""
    token = parser.advance()
    if token.text in ("Expectation", "Probability", "Variance"):
        under = law(parser)
        if parser.kind in ("(", "[", "set{"):
            return applied(parser, token.text, under)
        if parser.kind == "{":
            from derive.read.grammar.scripts import group

            return with_law(token.text, (group(parser),), (), under)
        if parser.kind in ("name", "command", "⟨"):
            return with_law(token.text, (parser.expression(PRODUCT),), (), under)
        return Expression("name", (), token.mark or token.text)
    return Expression("name", (), token.text)
