"""Bars: which ones open, which close, which say "given" or "evaluated at"."""

from __future__ import annotations

from collections.abc import Sequence

from derive.read.groups import script
from derive.read.tokens import Token

_OPERATORS = ("+", "-", "*", "/", "^", "_", ",", ";", "relation", "logic", "&", "\\\\", "±", "∓", "text")
_BEFORE_OPEN = frozenset(
    (*_OPERATORS, "(", "[", "{", "set{", "function", "⟨", "nullleft", "command", "calculus", "|open")
)
_AFTER_CLOSE = frozenset((*_OPERATORS, ")", "]", "}", "set}", "end", "!", "⟩", "nullright", "'"))
MAX_BARS = 40
MAX_STEPS = 2_000


def bars(tokens: Sequence[Token], latex: bool) -> list[dict[int, str]]:
    """The two likeliest ways to pair the bars; each gives ``open``, ``close``, ``given`` or ``at`` for each place."""
    places = [i for i, t in enumerate(tokens) if t.kind in ("|", "‖")]
    if not places:
        return [{}]
    fixed: dict[int, str] = {}
    segments: dict[int, list[int]] = {}
    depth_key: list[int] = [-1]
    for at, token in enumerate(tokens):
        kind = token.kind
        if kind in ("(", "[", "{", "set{", "⟨", "nullleft", "⌊", "⌈") or (kind == "command" and token.text == "begin"):
            depth_key.append(at)
        elif kind in (")", "]", "}", "set}", "⟩", "nullright", "⌋", "⌉") or (kind == "command" and token.text == "end"):
            if len(depth_key) > 1:
                depth_key.pop()
        elif kind in ("\\\\", "&") and latex:
            depth_key[-1] = at
        elif kind in ("|", "‖"):
            following = tokens[at + 1].kind
            if token.mark == "right" and len(depth_key) > 1 and tokens[depth_key[-1]].kind == "nullleft":
                depth_key.pop()
                fixed[at] = "null"
            elif following in ("_", "^") and kind == "|" and _evaluates(tokens, at, segments.get(depth_key[-1], [])):
                fixed[at] = "at"
            elif token.mark == "middle" and kind == "|":
                fixed[at] = "given"
            else:
                segments.setdefault(depth_key[-1], []).append(at)
    ways: list[dict[int, str]] = [dict(fixed)]
    for key in segments:
        found = _pair(tokens, segments[key])
        if not latex and key == -1 and found and list(found[0].values()) == ["given"]:
            found = [dict.fromkeys(segments[key], "or")]
        ways = [{**way, **found[min(n, len(found) - 1)]} for n, way in enumerate(ways * 2 if len(found) > 1 else ways)][
            :2
        ]
    return ways


def _evaluates(tokens: Sequence[Token], at: int, before: list[int]) -> bool:
    """``|_a^b`` or ``|_{x=a}`` after something that no bar has opened."""
    if not at or (tokens[at - 1].kind in _BEFORE_OPEN and tokens[at - 1].text != "end"):
        return False
    if len(before) % 2:
        return False
    if tokens[at + 1].kind == "_":
        return True
    _, after = script(tokens, at + 1)
    return after < len(tokens) and tokens[after].kind == "_"


def _pair(tokens: Sequence[Token], places: list[int]) -> list[dict[int, str]]:
    if len(places) > MAX_BARS:
        return [{}]
    solutions: list[dict[int, str]] = []
    steps = 0

    def search(position: int, stack: list[int], chosen: list[str]) -> None:
        nonlocal steps
        steps += 1
        if len(solutions) == 2 or steps > MAX_STEPS:
            return
        if position == len(places):
            if not stack:
                solutions.append(dict(zip(places, chosen)))
            return
        at = places[position]
        for action in _actions(tokens, places, position, stack, chosen):
            if action == "open":
                search(position + 1, [*stack, at], [*chosen, action])
            else:
                search(position + 1, stack[:-1], [*chosen, action])

    search(0, [], [])
    if solutions:
        return solutions
    if len(places) % 2:
        middle = [p for p in places if tokens[p].kind == "|"] or places
        for given in middle:
            rest = [p for p in places if p != given]
            found = _pair(tokens, rest) if rest else [{}]
            if found and (not rest or found[0]):
                return [{**found[0], given: "given"}]
    return [{}]


def _actions(
    tokens: Sequence[Token], places: list[int], position: int, stack: list[int], chosen: list[str]
) -> list[str]:
    at = places[position]
    token = tokens[at]
    if token.mark == "left":
        return ["open"]
    before = tokens[at - 1].kind if at else "\\\\"
    if before in ("|", "‖"):
        before = "|open" if position and places[position - 1] == at - 1 and chosen[-1] == "open" else "|close"
    after = tokens[at + 1].kind
    can_close = bool(stack) and before not in _BEFORE_OPEN and tokens[stack[-1]].kind == token.kind
    if before == "command" and tokens[at - 1].text == "end":
        can_close = bool(stack) and tokens[stack[-1]].kind == token.kind
    can_open = after not in _AFTER_CLOSE or after in ("+", "-", "±")
    if token.mark == "right":
        return ["close"] if can_close else []
    must_open = before in _BEFORE_OPEN and not (before == "command" and tokens[at - 1].text == "end")
    if must_open:
        return ["open"] if can_open else []
    actions = ["close"] if can_close else []
    if can_open and after not in ("+", "-", "±"):
        actions.append("open")
    return actions
