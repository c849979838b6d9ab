"""Known functions and their arguments."""

from __future__ import annotations

from derive.expression import Expression, call, div, mul, neg, number, power
from derive.functions import BY_NAME
from derive.read.grammar.binding import PRODUCT
from derive.read.grammar.parser import Parser, shown
from derive.read.grammar.statistics import STATISTICS, applied, law
from derive.read.groups import script
from derive.read.refusal import Refusal
from derive.read.tokens import Token

_INVERSES = {
    "sin": "asin", "cos": "acos", "tan": "atan", "cot": "acot", "sec": "asec", "csc": "acsc", "sinh": "asinh",
    "cosh": "acosh",
    "tanh": "atanh", "coth": "acoth", "sech": "asech", "csch": "acsch",
}  # fmt: skip
_STOP = frozenset(("function", "(", "[", "set{", "command", "⟨", "∂", "∇", "calculus", "nullleft", "board"))


def function_operand(parser: Parser, binding: int) -> Expression:
    """A known function with exponent, base and argument: ``\\sin^2 x``, ``log_2(x)``, ``n log^2 2n``."""
    token = parser.advance()
    function = STATISTICS.get(token.text, token.text)
    if function in ("Expectation", "Variance", "Probability", "Covariance"):
        under = law(parser)
        if parser.kind in ("(", "[", "set{"):
            return applied(parser, function, under)
    exponent: Expression | None = None
    base: Expression | None = None
    primes = 0
    while True:
        if parser.kind == "^" and exponent is None:
            exponent = _function_exponent(parser)
        elif parser.kind == "_" and base is None:
            base = _function_base(parser, function)
        elif parser.kind == "'":
            parser.advance()
            primes += 1
        else:
            break
    if (parser.kind in _NOTHING or (function in ("trace", "det") and parser.kind in ("±", "∓", "-"))) and (
        exponent is None or function in ("trace", "det")
    ):
        bare = _bare(parser, token, function)
        return bare if exponent is None else power(bare, exponent)
    braced = parser.kind == "{" and parser.latex and exponent is None
    args = function_arguments(parser, token, function)
    if braced and parser.kind == "^" and len(args) == 1:
        inside = _exponent_inside(parser, args[0], function)
        if inside is not None:
            args = (inside,)
    if token.mark == "mathematica" and function == "log" and len(args) == 2:
        args = (args[1], args[0])
    return _finish(parser, token, function, args, exponent, base, primes)


def _exponent_inside(parser: Parser, argument: Expression, function: str) -> Expression | None:
    r"""``\\log{x}^2`` is printed as log x², ``\\log{(x)}^2`` as a square: the other reading is carried along."""
    if function not in _INVERSES and function not in ("log", "lg", "exp"):
        return None
    bracketed = parser.tokens[parser.at - 2].kind in (")", "]")
    parser.met["inside"] = "the exponent taken as that of the whole" if not bracketed else "the exponent taken inside"
    if ("inside" in parser.choices) != bracketed:
        return None
    parser.advance()
    from derive.read.grammar.scripts import argument as one

    return power(argument, one(parser, "an exponent"))


def _function_exponent(parser: Parser) -> Expression:
    from derive.read.grammar.scripts import argument, group

    parser.advance()
    if parser.kind == "{":
        return group(parser, "an exponent")
    if parser.latex:
        return argument(parser, "an exponent")
    parser.deeper()
    if parser.kind == "(":
        parser.advance()
        exponent = parser.expression(0)
        parser.expect(")", "a closing bracket")
    elif parser.kind == "-":
        parser.advance()
        exponent = neg(parser.expression(51))
    else:
        exponent = parser.expression(51)
    parser.depth -= 1
    return exponent


def _function_base(parser: Parser, function: str) -> Expression | None:
    from derive.read.grammar.scripts import argument

    if function in ("log", "lg"):
        parser.advance()
        return argument(parser, "the base of the logarithm")
    _, after = script(parser.tokens, parser.at)
    if function in ("Max", "Min", "argmax", "argmin"):
        raise parser.refuse("an argument", f"{function} over an index is not read; write its arguments in brackets")
    if function in ("Variance", "Expectation", "Covariance", "Probability", "norm", "order"):
        parser.move(min(after, len(parser.tokens) - 1))
        return None
    raise parser.refuse("an argument", f"a subscript has no meaning on {function}")


_NOTHING = frozenset(("end", "}", ")", "relation", ",", "+", "*", "/", "]", "&", "\\\\"))


def _bare(parser: Parser, token: Token, function: str) -> Expression:
    """A function's name without any argument: a name where it may be one, else a refusal."""
    if token.text in ("trace", "tr", "det", "arg", "rank", "order", "diag", "E", "Var", "norm", "sign", "Max", "Min"):
        if token.text in ("trace", "tr"):
            return Expression("name", (), "tr")
        if token.text == "det":
            return Expression("name", (), "det")
        if token.text == "E":
            return Expression("name", (), "E")
    if token.kind == "function" and parser.latex and token.text == "gamma":
        return Expression("name", (), "Gamma")
    raise Refusal(parser.token.start, _shown(parser), f"the argument of {function}", f"write {function}(...)")


def _shown(parser: Parser) -> str:
    return shown(parser.token)


def function_arguments(parser: Parser, token: Token, function: str) -> tuple[Expression, ...]:
    """What the function is applied to: a bracket, a group, or the factors that follow it."""
    kind = parser.kind
    if kind == "(" or (kind == "[" and parser.latex):
        return arguments(parser)
    if kind == "set{" and function in (
        "Max",
        "Min",
        "gcd",
        "lcm",
        "exp",
        "log",
        "Expectation",
        "Variance",
        "Probability",
    ):
        return arguments(parser)
    if kind == "{" and parser.latex:
        from derive.read.grammar.scripts import group

        result = group(parser)
        return result.args if result.head == "set" and function in ("Max", "Min") else (result,)
    return (loose_argument(parser, function),)


def loose_argument(parser: Parser, function: str) -> Expression:
    """The factors after a function that is written without brackets, up to a sign, a bracket or another function."""
    if parser.kind in ("end", "}", ")", "]", "relation", ",", "*", "/", "^", "_", "!", "&", "\\\\", "text"):
        raise Refusal(parser.token.start, _shown(parser), f"the argument of {function}", f"write {function}(...)")
    parser.deeper()
    sign = parser.kind if parser.kind in ("+", "-", "±", "∓") else ""
    if sign:
        parser.advance()
    factors = [parser.expression(PRODUCT + 1)]
    narrow = "argument" in parser.choices
    while parser.starts() and parser.kind not in _STOP and not (parser.latex and parser.token.wide):
        if parser.kind in ("|", "‖") or (parser.kind == "name" and parser.integrals and parser.differential()):
            break
        if parser.kind == "{" and not parser.latex:
            break
        if parser.kind == "name" and _is_call(parser):
            break
        if factors[-1].head not in ("number", "decimal", "constant", "neg"):
            parser.met["argument"] = "only the first factor taken as the argument"
            if narrow:
                break
        factors.append(parser.expression(PRODUCT + 1))
    argument = mul(*factors)
    if parser.kind == "/" and parser.latex and _constant_over(factors, parser):
        parser.advance()
        argument = div(argument, parser.expression(PRODUCT + 1))
    parser.depth -= 1
    if sign == "-":
        return neg(argument)
    return Expression("plus_minus", (argument,), "+" if sign == "±" else "-") if sign in ("±", "∓") else argument


def _constant_over(factors: list[Expression], parser: Parser) -> bool:
    """``\\sin \\pi/2``: a constant over a number is the whole argument."""
    constant = any(f.head == "constant" for f in factors)
    return (
        constant and all(f.head in ("number", "constant", "name") for f in factors) and parser.ahead().kind == "number"
    )


def _is_call(parser: Parser) -> bool:
    return parser.token.text in parser.context.functions and parser.ahead().kind == "("


def arguments(parser: Parser) -> tuple[Expression, ...]:
    """A bracket with arguments, any of the three kinds."""
    opening = parser.advance()
    closing = {"(": ")", "[": "]", "set{": "set}"}[opening.kind]
    if parser.kind == closing:
        raise parser.refuse("an argument", "the brackets are empty")
    parser.deeper()
    parser.level += 1
    bars, items = [], [parser.expression(0)]
    while parser.kind in (",", ";") or (
        parser.kind in ("|", "‖") and parser.bars.get(parser.at) not in ("open", "close")
    ):
        if parser.advance().kind in ("|", ";", "‖"):
            bars.append(len(items))
        items.append(parser.expression(0))
    parser.level -= 1
    parser.depth -= 1
    from derive.read.grammar.scripts import close

    if parser.kind in (")", "]") and closing in (")", "]") and parser.kind != closing:
        raise parser.refuse(f"{closing!r}", f"the bracket {opening.text!r} is closed by another kind")
    close(parser, closing, opening)
    if bars:
        given = items[bars[0] :]
        items = [*items[: bars[0]], call("given", *given)]
    return tuple(items)


def _of_another_base(parser: Parser, token: Token) -> bool:
    r"""Whether ``\\log`` means another base here; ``\\ln`` never does."""
    natural = token.mark == "ln" or (not parser.latex and token.stop - token.start == 2)
    return parser.words.log_base != "e" and not natural


def _finish(
    parser: Parser,
    token: Token,
    function: str,
    args: tuple[Expression, ...],
    exponent: Expression | None,
    base: Expression | None,
    primes: int,
) -> Expression:
    known = BY_NAME.get(function)
    if function in ("log10", "log2"):
        function, args = "log", (*args, number(10 if function == "log10" else 2))
        known = BY_NAME["log"]
    if function == "log" and base is None and len(args) == 1 and _of_another_base(parser, token):
        args = (*args, number(int(parser.words.log_base)))
    if function == "lg":
        function, args = "log", (args[0], number(10))
        known = BY_NAME["log"]
    if function == "hyper" and len(args) == 4:
        args = (Expression("list", args[:2]), Expression("list", args[2:3]), args[3])
    if base is not None:
        args = (*args, base)
    if function == "root":
        return _root(args)
    if function == "cbrt":
        args, result = args[:1], call("cbrt", args[0])
    elif known is not None and not known.arity[0] <= len(args) <= known.arity[1]:
        low, high = known.arity
        expected = str(low) if low == high else f"{low} to {high}"
        found = f"{len(args)} argument{'s' if len(args) != 1 else ''}"
        raise Refusal(token.start, found, f"{expected} argument{'s' if expected != '1' else ''} of {function}")
    elif exponent is not None and function in _INVERSES and _is_minus_one(exponent) and primes == 0:
        return call(_INVERSES[function], *args)
    elif primes:
        result = Expression("prime", args, (function, (primes, *[0] * (len(args) - 1))))
    else:
        result = call(function, *args)
    return power(result, exponent) if exponent is not None else result


def _root(args: tuple[Expression, ...]) -> Expression:
    return call("root", *args)


def _is_minus_one(exponent: Expression) -> bool:
    return exponent.head == "neg" and exponent.args[0] == number(1)
