r"""Signs of the sentence and of the layout around a formula, taken out before it is parsed.

Full stops and equation numbers, ``\left.`` and ``\right.`` that only size brackets, row ends inside a bracket that
goes on, wide gaps that separate entries or relations.
"""

from __future__ import annotations

from derive.read.groups import script
from derive.read.tokens import Token

_OPEN = frozenset(("(", "[", "{", "set{"))
_CLOSE = frozenset((")", "]", "}", "set}"))
_LOOSE = frozenset(
    ("quad", "relation", "+", "*", "/", "^", "_", ",", ";", "&", "\\\\", "text", "logic", "end", "(", "[", "{", ")",
    "]", ".")
)  # fmt: skip


def tidy(tokens: list[Token]) -> list[Token]:
    """All of it, each step only where its signs occur."""
    kinds = {t.kind for t in tokens}
    if "nullleft" in kinds or "nullright" in kinds:
        tokens = _without_empty_brackets(tokens)
    if "\\\\" in kinds and ("(" in kinds or "[" in kinds or "set{" in kinds):
        tokens = _without_broken_rows(tokens)
    if "command" in kinds and any(t.text in _STACKS for t in tokens if t.kind == "command"):
        tokens = _relations_alone(tokens)
    if "function" in kinds:
        tokens = _without_brackets_around_functions(tokens)
    if "constant" in kinds and any(t.kind == "constant" and t.text == "pi" for t in tokens):
        tokens = _policies(tokens)
    if "|" in kinds:
        tokens = _double_bars(tokens)
    if "quad" in kinds or "." in kinds:
        tokens = _without_number(tokens)
        tokens = _without_stops(tokens)
        tokens = _gaps(tokens)
    return tokens


def _without_empty_brackets(tokens: list[Token]) -> list[Token]:
    r"""``\left.`` stays only where ``\right|`` closes it."""
    stack: list[int] = []
    dropped: set[int] = set()
    for at, token in enumerate(tokens):
        if token.mark == "left" or token.kind == "nullleft":
            stack.append(at)
        elif token.mark == "right" or token.kind == "nullright":
            if token.kind == "nullright":
                dropped.add(at)
                if stack and tokens[stack[-1]].kind == "set{":
                    dropped.add(stack[-1])
                    tokens = _as_cases(tokens, stack[-1] + 1)
            if stack and tokens[stack.pop()].kind == "nullleft" and token.kind != "|":
                opened = stack_top(tokens, at, dropped)
                if opened >= 0:
                    dropped.add(opened)
    for at in stack:
        if tokens[at].kind == "nullleft":
            dropped.add(at)
    return [t for at, t in enumerate(tokens) if at not in dropped]


def _as_cases(tokens: list[Token], at: int) -> list[Token]:
    r"""``\\left\\{ \\begin{array} ... \\end{array} \\right.`` writes cases."""
    if tokens[at].kind != "command" or tokens[at].text != "begin":
        return tokens
    depth, result = 0, list(tokens)
    for place in range(at, len(tokens)):
        token = tokens[place]
        if token.kind == "command" and token.text in ("begin", "end"):
            depth += 1 if token.text == "begin" else -1
            if depth == 0:
                result[at] = result[at]._replace(mark="cases")
                result[place] = token._replace(mark="cases")
                break
    return result


def stack_top(tokens: list[Token], at: int, dropped: set[int]) -> int:
    """The empty left bracket that belongs to the right one at ``at``."""
    depth = 0
    for place in range(at - 1, -1, -1):
        token = tokens[place]
        if token.mark == "right" or token.kind == "nullright":
            depth += 1
        elif token.mark == "left" or token.kind == "nullleft":
            if depth == 0:
                return place if token.kind == "nullleft" else -1
            depth -= 1
    return -1


def _without_broken_rows(tokens: list[Token]) -> list[Token]:
    """A row that ends inside a bracket goes on in the next row; the rows of a matrix are left alone."""
    result: list[Token] = []
    stack: list[str] = []
    closes = _closing_brackets(tokens)
    for at, token in enumerate(tokens):
        kind = token.kind
        if kind == "command" and token.text == "begin":
            stack.append("begin")
        elif kind == "command" and token.text == "end":
            while stack and stack.pop() != "begin":
                pass
        elif kind in _OPEN and at in closes:
            stack.append(kind)
        elif kind in _CLOSE and at in closes and stack and stack[-1] in _OPEN:
            stack.pop()
        if kind in ("\\\\", "&") and stack and stack[-1] in ("(", "[", "set{"):
            continue
        result.append(token)
    return result


_STACKS = frozenset(("stackrel", "overset", "underset"))


def _relations_alone(tokens: list[Token]) -> list[Token]:
    r"""``\\overset{!}{=}`` is the relation."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "command" and token.text in _STACKS:
            _, after = script(tokens, at)
            content, end = script(tokens, after - 1) if after < len(tokens) else ([], at)
            if len(content) == 1 and content[0].kind in ("relation", "logic"):
                result.append(content[0])
                at = end
                continue
        result.append(token)
        at += 1
    return result


def _without_brackets_around_functions(tokens: list[Token]) -> list[Token]:
    r"""``(\\text{erf})(x)`` is ``\\operatorname{erf}(x)``."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        kinds = [t.kind for t in tokens[at : at + 4]]
        if kinds == ["(", "function", ")", "("] or (
            kinds[:3] == ["{", "function", "}"]
            and kinds[3:]
            and kinds[3] in ("(", "[", "_")
            and not _raised(tokens, at)
        ):
            result.append(tokens[at + 1])
            at += 3
        else:
            result.append(tokens[at])
            at += 1
    return result


def _raised(tokens: list[Token], at: int) -> bool:
    """Whether a group is a script or the argument of a command."""
    before = tokens[at - 1].kind if at else ""
    return before in ("_", "^", "}", "command", "function")


def _policies(tokens: list[Token]) -> list[Token]:
    r"""``\\pi_\\theta(a|s)`` and ``\\pi(a|s)``: with a subscript, or of something given, pi is no number."""
    places = [at for at, t in enumerate(tokens[:-1]) if t.kind == "constant" and t.text == "pi"]
    named = [at for at in places if tokens[at + 1].kind == "_" or _of_what_is_given(tokens, at + 1)]
    return [t._replace(kind="name") if at in named else t for at, t in enumerate(tokens)] if named else tokens


def _of_what_is_given(tokens: list[Token], at: int) -> bool:
    """Whether a bracket opens here that holds one bar."""
    if tokens[at].kind != "(":
        return False
    depth, bars = 0, 0
    for token in tokens[at : at + 60]:
        if token.kind == "(":
            depth += 1
        elif token.kind == ")":
            depth -= 1
            if depth == 0:
                return bars == 1
        elif token.kind == "|" and depth == 1:
            bars += 1
    return False


def _double_bars(tokens: list[Token]) -> list[Token]:
    """Two bars side by side are one sign where all bars are: ``KL(q||p)``, ``||x|| + ||y||``; not ``||x|-|y||``."""
    bars = [at for at, t in enumerate(tokens) if t.kind == "|"]
    pairs = bars[::2]
    whole = len(bars) % 2 == 0 and all(
        second == first + 1 and tokens[first].stop == tokens[second].start for first, second in zip(pairs, bars[1::2])
    )
    if not whole or any(tokens[at].mark for at in bars):
        return tokens
    if not _within_call(tokens, pairs) and (len(pairs) % 2 or not _balanced(tokens, pairs)):
        return tokens
    second = set(bars[1::2])
    return [
        t._replace(kind="‖", text="‖", stop=t.stop + 1) if at in pairs else t
        for at, t in enumerate(tokens)
        if at not in second
    ]


_ENDINGS = ("name", ")", "}", "constant")


def _balanced(tokens: list[Token], pairs: list[int]) -> bool:
    """Whether double bars open and close in turn."""
    opening = [not at or tokens[at - 1].kind not in _ENDINGS for at in pairs]
    return all(opening[::2]) or len(pairs) == 2


def _within_call(tokens: list[Token], pairs: list[int]) -> bool:
    """Whether each double bar stands in brackets of its own behind a name: it parts two arguments."""
    for at in pairs:
        opened = max((k for k in range(at) if tokens[k].kind in ("(", "[")), default=-1)
        if opened < 1 or tokens[opened - 1].kind not in (*_ENDINGS, "function") or tokens[at - 1].kind not in _ENDINGS:
            return False
    return True


def _closing_brackets(tokens: list[Token]) -> set[int]:
    """The places of brackets that have a partner."""
    found: set[int] = set()
    stack: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind in _OPEN or (token.kind == "command" and token.text == "begin"):
            stack.append(at)
        elif token.kind == "command" and token.text == "end":
            while stack and tokens[stack.pop()].kind != "command":
                pass
        elif token.kind in _CLOSE and stack and tokens[stack[-1]].kind in _OPEN:
            found.update((stack.pop(), at))
    return found


def _without_number(tokens: list[Token]) -> list[Token]:
    r"""An equation number at the end, ``\quad (3)`` or ``. (10)``."""
    if len(tokens) > 4 and tokens[-1].kind == ")" and tokens[-3].kind == "(" and tokens[-4].kind in ("quad", "."):
        inside = tokens[-2]
        if inside.kind == "number" and inside.text.isdigit():
            return tokens[:-3]
    kinds = [t.kind for t in tokens[-4:]]
    if len(tokens) > 5 and kinds == ["(", "number", "name", ")"] and tokens[-5].kind in ("quad", "."):
        return tokens[:-4]
    return tokens


def _without_stops(tokens: list[Token]) -> list[Token]:
    """A full stop at the end of a formula or of a row vanishes; between formulas it is a comma."""
    result: list[Token] = []
    for at, token in enumerate(tokens):
        if token.kind != ".":
            result.append(token)
            continue
        following = next((t for t in tokens[at + 1 :] if t.kind not in ("quad", ".")), None)
        ends = following is None or following.kind in (
            "\\\\",
            "&",
            "text",
            "}",
            ")",
            "]",
            ",",
            ";",
            "relation",
            "logic",
        )
        if not ends and not (following is not None and following.kind == "command" and following.text == "end"):
            result.append(token._replace(kind=",", text=","))
    return result


def _gaps(tokens: list[Token]) -> list[Token]:
    r"""A wide gap (``\quad``) separates entries in a bracket and whole relations; elsewhere it means nothing."""
    if all(t.kind != "quad" for t in tokens):
        return tokens
    result: list[Token] = []
    stack: list[str] = []
    related = wide = False
    for at, token in enumerate(tokens):
        kind = token.kind
        if kind in _OPEN:
            stack.append(kind)
        elif kind in _CLOSE and stack:
            stack.pop()
        elif kind == "relation":
            related = True
        elif kind in ("\\\\", "logic"):
            related = False
        if kind != "quad":
            result.append(token._replace(wide=True) if wide else token)
            wide = False
            continue
        before = result[-1].kind if result else "quad"
        after = tokens[at + 1].kind if at + 1 < len(tokens) else "quad"
        if before not in _LOOSE and after not in (_LOOSE - {"(", "[", "{"}) and stack and stack[-1] == "[":
            result.append(Token(",", ",", token.start, token.stop, False, "gap"))
        elif before not in (_LOOSE - {")", "]"}) and not stack and related and _relation_ahead(tokens, at):
            result.append(Token(",", ",", token.start, token.stop))
            related = False
        else:
            wide = True
    return result


def _relation_ahead(tokens: list[Token], at: int) -> bool:
    if at + 1 >= len(tokens) or tokens[at + 1].kind in ("relation", "quad", ","):
        return False
    for token in tokens[at + 1 :]:
        if token.kind in ("quad", "\\\\", ",", "text"):
            return False
        if token.kind == "relation":
            return True
    return False
