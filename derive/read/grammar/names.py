"""Names: subscripts that are part of a name and subscripts that are indices, primes, accents, applications."""

from __future__ import annotations

from collections.abc import Sequence

from derive.expression import ONE, E, Expression, I, call, constant, name, number, power
from derive.read.evidence import UPPER_INDICES, flatten, script
from derive.read.grammar.parser import Parser
from derive.read.refusal import Refusal
from derive.read.source import GREEK_NAMES
from derive.read.tokens import Token
from derive.read.words import fold


def name_operand(parser: Parser, binding: int) -> Expression:
    """A name with all that belongs to it."""
    from derive.read.grammar.calculus import inline_derivative

    token = parser.token
    if parser.integrals and parser.differential():
        frame = next((f for f in reversed(parser.integrals) if f.variable is None), None)
        if frame is not None and frame.level < parser.level:
            from derive.read.grammar.calculus import differential

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
    return _resolve(parser, token, token.text, fold(token.text))


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
    if accent:
        base = f"{base}_{accent}"
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
            elif kinds in (["⋆"], ["*"]) and base not in parser.context.bold:
                starred = "star"
            elif _is_upper_index(parser, base, bool(subscripts), content):
                upper = _upper(parser, content)
            elif _is_upper_name(parser, token, base, content) or _tells_apart(parser, base, key, content, after):
                starred = "".join(flatten(content) or ())
            else:
                break
            parser.move(min(after, len(parser.tokens) - 1))
        else:
            break
    if braces:
        parser.expect("}", "a closing brace")
    return _assemble(parser, token, base, subscripts, primes, upper, starred)


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
    if not content or (
        content[0].kind in ("end", "}", "relation") and len(content) == 1 and not content[0].text == "eq"
    ):
        parser.advance()
        raise parser.refuse("a subscript", "put it in braces")
    if len(content) == 1 and content[0].kind == "number" and len(content[0].text) > 1 and parser.latex:
        if parser.tokens[parser.at + 1].kind != "{":
            from derive.read.grammar.scripts import split_number

            place = parser.at
            parser.move(place + 1)
            split_number(parser)
            parser.move(place)
            content, after = script(parser.tokens, place)
    return content, after


def _is_upper_index(parser: Parser, base: str, lowered: bool, content: Sequence[Token]) -> bool:
    """Whether a superscript is an index: the base has more indices than its subscript shows."""
    several = parser.words.ranks.get(base, 0) > 1 + lowered or (lowered and parser.words.ranks.get(base, 0) > 1)
    if not content or content[0].kind != "name" or not (several or base in parser.context.uppers):
        return False
    if lowered and parser.words.ranks.get(base, 0) == 1:
        return False
    if content[0].text in UPPER_INDICES:
        return len(content) == 1 or content[1].kind == "_"
    flat = flatten(content)
    return flat is not None and len(flat) > 1 and all(t.kind == "name" and len(t.text) == 1 for t in content)


def _upper(parser: Parser, content: Sequence[Token]) -> Expression:
    return name("_".join("".join(part) for part in _parts(content)))


def _parts(content: Sequence[Token]) -> list[list[str]]:
    """The words of a superscript, what follows an underscore apart."""
    parts: list[list[str]] = [[]]
    for token in content:
        if token.kind == "_":
            parts.append([])
        elif token.kind in ("name", "number"):
            parts[-1].append(token.text)
    return parts


def _is_upper_name(parser: Parser, token: Token, base: str, content: Sequence[Token]) -> bool:
    """A superscript that only tells names apart: set as text, calligraphic, or declared."""
    flat = flatten(content)
    if not flat or content[0].kind == "number":
        return False
    if f"{base}__{''.join(flat)}" in parser.context.upper_names:
        return True
    if fold(f"{base}__{''.join(flat)}") in parser.words.names or fold(f"{base}_{''.join(flat)}") in parser.words.names:
        return True
    if len(content) == 1 and content[0].kind in ("name", "text") and content[0].mark in ("cal", "roman", "text"):
        return content[0].text not in ("T", "H", "t")
    if len(content) == 1 and content[0].kind == "text":
        return True
    return len(flat) >= 3 and all(t.kind == "name" and len(t.text) == 1 and t.text.isascii() for t in content) and not any(
        t.text in parser.context.bare for t in content
    )  # fmt: skip


def _tells_apart(parser: Parser, base: str, key: str, content: Sequence[Token], after: int) -> bool:
    """``u_i^Q(t)`` beside ``u_i(t)``: one capital letter that stands nowhere else tells two functions apart."""
    if len(content) != 1 or content[0].kind != "name" or parser.tokens[min(after, len(parser.tokens) - 1)].kind != "(":
        return False
    text = content[0].text
    if len(text) != 1 or not text.isupper() or text in ("T", "H") or text in parser.context.bare:
        return False
    functions = parser.context.functions
    return base in functions or key in functions or f"{key}__{text}" in functions


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
    key = base
    if token.mark != "declared" and "_" in base and not subscripts and base not in parser.words.functions:
        key, found = _plain_indices(parser, base)
        indices.extend(found)
    for at, content in subscripts:
        written = _indices(parser, base, at, content)
        if written is not None:
            indices.extend(written)
        else:
            key = f"{base}_{''.join(flatten(content) or (_spelled(content),))}"
    if starred:
        single = fold(f"{key}_{starred}")
        key = single if single in parser.words.names else f"{key}__{starred}"
    key = fold(key)
    if not parser.latex and parser.kind == "[" and not parser.token.wide and not indices:
        indices = _bracket_indices(parser)
    function = _function_name(parser, key)
    if primes or function or parser.kind in ("(", "[", "^"):
        applied = _application(parser, token, key, function, primes, indices)
        if applied is not None:
            return applied
    atom = (
        _resolve(parser, token, base, key) if not primes else Expression("prime", (), (_text(parser, key), (primes,)))
    )
    if primes and key in parser.context.bold | parser.words.arrays and not indices:
        atom = _resolve(parser, token, base, key)
        for _ in range(primes):
            atom = call("transpose", atom)
    return Expression("index", (atom, *indices)) if indices else atom


def _spelled(content: Sequence[Token]) -> str:
    return "".join(c for t in content for c in t.text if c.isalnum())


def _text(parser: Parser, key: str) -> str:
    if parser.words.closed and key not in parser.words.names and key not in parser.words.functions:
        raise undeclared(parser, parser.tokens[parser.at - 1], key)
    return parser.words.names.get(key) or parser.words.functions.get(key) or key


def _function_name(parser: Parser, key: str) -> str:
    if key in parser.words.functions:
        return parser.words.functions[key]
    return key if key in parser.context.functions and key not in parser.words.names else ""


def _application(
    parser: Parser, token: Token, key: str, function: str, primes: int, indices: list[Expression]
) -> Expression | None:
    """``f(x)``, ``f'(x)``, ``f^2(x)``, ``f^{-1}(x)``, ``E[X]``; None where the bracket means a product."""
    from derive.read.grammar.calls import arguments, statistic

    if parser.kind in ("(", "[") and parser.token.mark != "right":
        special = statistic(parser, key, token)
        if special is not None:
            return special
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
            from derive.read.grammar.scripts import argument

            parser.advance()
            exponent = argument(parser, "an exponent")
        parser.move(after)
    if (
        parser.kind != "("
        or parser.token.mark == "right"
        or (indices and not primes and _contains_itself(parser, token))
    ):
        parser.move(at)
        return None
    args = arguments(parser)
    text = function or _text(parser, key)
    result = (
        Expression("prime", args, (text, (primes, *[0] * (len(args) - 1))))
        if primes
        else call(text + "_inverse" if inverse else text, *args)
    )
    if indices:
        result = Expression("index", (result, *indices))
    return power(result, exponent) if exponent is not None else result


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


def _known_letter(parser: Parser, key: str) -> str:
    """Greek letters that mean a known function when they are applied."""
    if key in parser.words.names or key in parser.words.functions or not parser.latex:
        return ""
    if key == "Gamma":
        return "gamma"
    if key in ("theta", "Theta") and parser.context.gated and key not in parser.context.bare:
        return "Heaviside"
    return ""


def _indices(parser: Parser, base: str, at: int, content: Sequence[Token]) -> list[Expression] | None:
    """The indices that a subscript writes, or None where it is part of the name."""
    context = parser.context
    flat = flatten(content)
    if flat is not None:
        if fold(f"{base}_{''.join(flat)}") in {**parser.words.names, **parser.words.functions}:
            return None
        marked = any(t.mark in ("roman", "text") or t.kind in ("text", "function") for t in content)
        letters = [t for t in content if t.kind != ","]
        plain = all(t.kind in ("name", "number", "constant") for t in letters)
        if marked or not plain or not letters:
            return None
        if all(t.kind == "number" for t in letters) and base in context.functions:
            return None
        known = base in context.arrays or any(t.text in context.indices for t in letters)
        if not known or not all(t.text in context.indices or t.kind == "number" for t in letters):
            return None
        if base not in context.arrays and not all(t.text in context.indices for t in letters):
            return None
        return [_index(parser, t) for t in letters]
    relation = next((i for i, t in enumerate(content) if t.kind == "relation"), None)
    if relation is not None:
        return _indices(parser, base, at, content[:relation]) if relation else None
    nested = any(t.kind == "_" for t in content)
    if nested and base not in context.arrays:
        return None
    return _index_expressions(parser, at, len(content))


def _index(parser: Parser, token: Token) -> Expression:
    return number(int(token.text)) if token.kind == "number" else name(token.text)


def _index_expressions(parser: Parser, at: int, length: int) -> list[Expression]:
    """Indices with operations in them, ``n+1`` or ``y_i``."""
    here = parser.at
    parser.move(at + 1)
    braced = parser.take("{")
    parser.deeper()
    found = [parser.expression(20)]
    while parser.take(","):
        found.append(parser.expression(20))
    parser.depth -= 1
    if braced and parser.kind != "}":
        raise parser.refuse("the end of the subscript")
    parser.move(here)
    return found


def _plain_indices(parser: Parser, base: str) -> tuple[str, list[Expression]]:
    """``w_ij`` in plain text, where i and j are indices."""
    head, _, tail = base.partition("_")
    parts = tail.split("_") if "_" in tail or tail in parser.context.indices else list(tail)
    indices = parser.context.indices
    if parts and all(p in indices or p.isdigit() for p in parts) and any(p in indices for p in parts):
        return head, [number(int(p)) if p.isdigit() else name(p) for p in parts]
    if head in parser.context.arrays and parts and all(p.isdigit() for p in parts):
        return head, [number(int(tail))] if "_" not in tail else [number(int(p)) for p in parts]
    return base, []


def _bracket_indices(parser: Parser) -> list[Expression]:
    parser.advance()
    found = [parser.expression(20)]
    while parser.take(","):
        found.append(parser.expression(20))
    parser.expect("]", "a closing bracket after the index")
    return found


def _resolve(parser: Parser, token: Token, base: str, key: str) -> Expression:
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
