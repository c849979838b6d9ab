"""Superscripts, subscripts and primes on something that is already read."""

from __future__ import annotations

from collections.abc import Sequence

from derive.expression import PI as PI_CONSTANT
from derive.expression import Expression, call, div, mul, name, number, power
from derive.read.grammar.binding import POWER, SUM
from derive.read.grammar.parser import Parser
from derive.read.groups import script
from derive.read.limits import MAX_DIGITS
from derive.read.tokens import FRACTIONS, Token

MATRICES = frozenset(("transpose", "inverse", "adjoint", "outer", "cross", "diag", "eye", "adjugate"))


def literal(text: str, parser: Parser) -> Expression:
    """A number as written: a fraction of one, or a decimal that keeps its digits."""
    if len(text) > MAX_DIGITS:
        raise parser.refuse(f"a number of at most {MAX_DIGITS} digits", "round it")
    if text.isdigit():
        return number(int(text))
    if "," in text or "(" in text:
        raise parser.refuse("a number without a comma or a bracket", "write it in digits and one point")
    mantissa, _, exponent = text.lower().partition("e")
    if exponent and abs(int(exponent)) > MAX_DIGITS:
        raise parser.refuse(f"an exponent of at most {MAX_DIGITS}", "use fewer digits")
    if "." not in mantissa and not exponent:
        return number(int(text))
    return Expression("decimal", (), "0" + text if text.startswith(".") else text.lower())


def split_number(parser: Parser) -> None:
    """LaTeX takes one digit where a group is missing: ``\\frac12``, ``x^12``.  The digits after it stay behind."""
    token = parser.token
    if parser.latex and token.kind == "number" and len(token.text) > 1:
        first = token._replace(text=token.text[0], stop=token.start + 1)
        rest = token._replace(text=token.text[1:], start=token.start + 1, wide=False, mark="rest")
        if rest.text.startswith("."):
            return
        parser.tokens[parser.at : parser.at + 1] = [first, rest]
        parser.bars = {k + (k > parser.at): v for k, v in parser.bars.items()}


def argument(parser: Parser, what: str) -> Expression:
    """A LaTeX argument: a group in braces or the next sign alone."""
    if parser.kind == "{":
        return group(parser)
    if parser.kind in ("end", "}", "relation", "&", "\\\\", ")", "^", "_"):
        raise parser.refuse(what, "put it in braces")
    split_number(parser)
    parser.deeper()
    if parser.kind in ("+", "-") and parser.ahead().kind in ("end", "}"):
        raise parser.refuse(what)
    alone = parser.kind in ("name", "number", "constant")
    if alone:
        parser.level += 1
        result = _alone(parser)
        parser.level -= 1
    else:
        result = parser.expression(POWER + 1 if parser.kind != "-" else POWER)
    parser.depth -= 1
    return result


def _alone(parser: Parser) -> Expression:
    from derive.read.grammar.names import name_alone

    token = parser.token
    if token.kind == "number":
        parser.advance()
        return literal(token.text, parser)
    return name_alone(parser)


def group(parser: Parser, what: str = "something between the braces") -> Expression:
    """``{...}``, read as a whole expression."""
    opening = parser.advance()
    if parser.kind == "}":
        raise parser.refuse(what, "the braces are empty")
    parser.deeper()
    parser.level += 1
    integrals, parser.integrals = parser.integrals, parser.integrals
    result = parser.expression(0)
    if parser.kind == ",":
        items = [result]
        while parser.take(","):
            items.append(parser.expression(0))
        result = Expression("set", tuple(items))
    if parser.kind == "command" and parser.token.text in ("choose", "over"):
        choose = parser.advance().text == "choose"
        below = parser.expression(0)
        result = call("binomial", result, below) if choose else div(result, below)
    parser.integrals = integrals
    parser.level -= 1
    parser.depth -= 1
    close(parser, "}", opening)
    return result


def close(parser: Parser, kind: str, opening: Token) -> None:
    if parser.kind != kind:
        hint = f"the bracket {opening.text!r} that opens at offset {opening.start} is not closed"
        raise parser.refuse(f"an operator or {kind.replace('set', '')!r}", hint)
    parser.advance()


def raised(parser: Parser, left: Expression) -> Expression:
    """What ``^`` means after ``left``: a power, a transpose, a conjugate, a prime."""
    at = parser.at
    content, after = script(parser.tokens, at)
    special = _special(parser, left, content)
    if special is not None:
        parser.move(min(after, len(parser.tokens) - 1))
        return special
    parser.advance()
    if parser.kind == "{":
        exponent = group(parser, "an exponent")
    elif parser.latex and parser.kind in ("number", "name", "constant", "command", "function"):
        digits = parser.token
        if digits.kind == "number" and len(digits.text) > 1 and digits.text.isdigit():
            parser.met["digits"] = f"the exponent taken as {digits.text}"
            if "digits" in parser.choices:
                parser.advance()
                return power(left, literal(digits.text, parser))
        exponent = argument(parser, "an exponent")
    else:
        parser.deeper()
        exponent = _plain_exponent(parser)
        parser.depth -= 1
    return power(left, exponent)


def _plain_exponent(parser: Parser) -> Expression:
    if parser.kind in ("-", "+"):
        sign = parser.advance().kind
        operand = _plain_exponent(parser)
        return operand if sign == "+" else Expression("neg", (operand,))
    return parser.expression(POWER)


def _special(parser: Parser, left: Expression, content: Sequence[Token]) -> Expression | None:
    kinds = [t.kind for t in content]
    if not kinds:
        return None
    if all(k in ("'", "*", "⋆") for k in kinds):
        if kinds[0] == "'":
            return _times_primed(parser, left, len(kinds))
        result = left
        for _ in kinds:
            result = call("adjoint" if is_matrix(parser, left) else "conjugate", result)
        return result
    if len(kinds) > 1 and all(k == "'" for k in kinds):
        return _times_primed(parser, left, len(kinds))
    if len(kinds) != 1:
        return None
    token = content[0]
    if token.kind in ("⊤", "constant") and token.text in ("⊤", "true"):
        return call("transpose", left)
    if token.kind == "†":
        return call("adjoint", left)
    if token.kind in ("°",) or token.text == "∘":
        return mul(left, div(PI_CONSTANT, number(180)))
    if token.kind == "name" and token.text in ("T", "H") and _transposes(parser, left, token):
        return call("transpose" if token.text == "T" else "adjoint", left)
    return None


def _transposes(parser: Parser, left: Expression, token: Token) -> bool:
    if is_matrix(parser, left) or token.mark in ("roman", "text"):
        return True
    if token.text == "H" and _of_capitals(left) and left.head in ("name", "add", "mul"):
        return not {"H"} & ({*parser.words.names} | parser.context.bare)
    if token.text == "H" or token.text in parser.words.names or token.text in parser.context.bare:
        return False
    if left.head == "pow" and left.args[1].head == "neg" and _of_capitals(left.args[0]):
        return True  # the transpose of an inverse
    return left.head in ("name", "index", "call", "prime") or (
        left.head in ("add", "mul") and (_has_matrix(parser, left) or _of_capitals(left))
    )


def _of_capitals(left: Expression) -> bool:
    """``(AB)^T`` and ``(y - Xβ)^T`` have a matrix in them; ``(1 + r)^T`` and ``(1 - R)^T`` are powers."""
    names = left.names()
    numbers = any(n.head in ("number", "decimal") for n in left.walk())
    return not numbers and any(len(n) == 1 and n.isupper() for n in names)


def _has_matrix(parser: Parser, left: Expression) -> bool:
    return any(is_matrix(parser, node) for node in left.walk())


def is_matrix(parser: Parser, left: Expression) -> bool:
    """Whether this is known to be a vector or a matrix."""
    if left.head == "matrix" or (left.head == "call" and left.value in MATRICES):
        return True
    if left.head == "name":
        return left.value in parser.context.bold or left.value in parser.words.arrays or left.value.endswith("_bold")
    if left.head in ("add", "mul", "neg"):
        return any(is_matrix(parser, a) for a in left.args)
    if left.head == "pow":
        return is_matrix(parser, left.args[0])
    return left.head == "call" and left.value in ("conjugate",) and is_matrix(parser, left.args[0])


def primed(parser: Parser, left: Expression) -> Expression:
    """Primes after a bracket: transposes of a matrix, else derivatives by the one variable in it."""
    count = 0
    while parser.take("'"):
        count += 1
    return _times_primed(parser, left, count)


def _times_primed(parser: Parser, left: Expression, count: int) -> Expression:
    if is_matrix(parser, left):
        for _ in range(count):
            left = call("transpose", left)
        return left
    if left.head == "name":
        return Expression("prime", (), (left.value, (count,)))
    if left.head == "prime":
        function, orders = left.value
        return Expression("prime", left.args, (function, (orders[0] + count, *orders[1:])))
    if left.head == "call" and len(left.args) == 1 and left.value in parser.context.functions:
        return Expression("prime", left.args, (left.value, (count,)))
    variable = one_variable(parser, left)
    if variable is None:
        raise parser.refuse(
            "one variable to differentiate by", "write the derivative as \\frac{d}{dx}(...)", parser.at - 1
        )
    return Expression("derivative", (left, *([variable] * count)))


#: The order in which names are taken for "the" variable of an expression.
_LIKELY = ("x", "t", "u", "y", "z", "s", "theta", "v", "w", "r", "V")


#: Letters of functions that are written without their argument.
_DEPENDENT = frozenset("fghuvwy")


def one_variable(parser: Parser, left: Expression) -> Expression | None:
    """The name that an expression is a function of: the only one, or the likeliest."""
    names = [n for n in left.names() if n not in parser.context.functions]
    if len(names) > 1 and _DEPENDENT.issuperset(names):
        return name("x")  # ``(uv)'``: of two functions, by what they are functions of
    if len(names) == 1:
        return name(names[0])
    for likely in _LIKELY:
        if likely in names:
            return name(likely)
    return None


def lowered(parser: Parser, left: Expression) -> Expression:
    """A subscript on a bracket or a call: an entry of it (``softmax(x)_i``, ``[A x]_i``)."""
    content, after = script(parser.tokens, parser.at)
    if left.head == "call" and left.value == "Expectation":
        parser.move(min(after, len(parser.tokens) - 1))
        return left
    if not content:
        raise parser.refuse("a subscript", "put it in braces")
    parser.advance()
    braced = parser.take("{")
    parser.deeper()
    items = []
    while True:
        if not braced:
            items.append(argument(parser, "a subscript"))
            break
        while parser.kind not in ("}", ",", "end"):
            items.append(parser.expression(POWER if parser.ahead().kind in ("name", "number", "}", ",") else SUM))
        if not parser.take(","):
            break
    parser.depth -= 1
    if braced:
        parser.expect("}", "a closing brace")
    if not items:
        raise parser.refuse("a subscript", "put it in braces")
    return Expression("index", (left, *items))


def fraction_sign(parser: Parser, binding: int) -> Expression:
    top, bottom = FRACTIONS[parser.advance().text]
    return div(number(top), number(bottom))


def root_sign(parser: Parser, binding: int) -> Expression:
    parser.advance()
    parser.deeper()
    operand = parser.expression(POWER + 1)
    parser.depth -= 1
    return call("sqrt", operand)
