"""Environments: matrices, determinants, cases and aligned rows."""

from __future__ import annotations

from derive.expression import RELATIONS, TRUE, Expression, call
from derive.read.grammar.parser import Parser
from derive.read.limits import MAX_CELLS

_MATRICES = frozenset(
    ["matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix", "psmallmatrix", "bsmallmatrix", "array"]
)
_ALIGNED = frozenset(
    [
        "aligned",
        "align",
        "alignat",
        "alignedat",
        "gathered",
        "gather",
        "split",
        "equation",
        "eqnarray",
        "flalign",
        "multline",
        "displaymath",
        "math",
    ]
)
_ROW_ENDS = ("\\\\", "&")


def environment(parser: Parser) -> Expression:
    """``\\begin{...} ... \\end{...}``."""
    opening = parser.advance()
    kind = opening.mark
    parser.deeper()
    parser.level += 1
    integrals, parser.integrals = parser.integrals, []
    if kind in ("cases", "dcases", "rcases"):
        result = _cases(parser)
    elif kind == "array" and _is_aligned(parser):
        from derive.read.grammar.statements import rows

        result = rows(parser)
    elif kind in _MATRICES:
        result = _matrix(parser)
    elif kind in ("vmatrix", "Vmatrix"):
        result = call("det" if kind == "vmatrix" else "norm", _matrix(parser))
    elif kind in _ALIGNED:
        from derive.read.grammar.statements import rows

        result = rows(parser)
    else:
        raise parser.refuse("an environment that is known here", f"{kind} is not one", parser.at - 1)
    parser.integrals = integrals
    parser.level -= 1
    parser.depth -= 1
    if parser.kind != "command" or parser.token.text != "end" or parser.token.mark != kind:
        raise parser.refuse(f"\\end{{{kind}}}", f"the environment {kind} is not closed")
    parser.advance()
    return result


def _is_aligned(parser: Parser) -> bool:
    """Whether the rows of an array are equations: a cell begins or ends with a relation."""
    depth = 0
    for token, following in zip(parser.tokens[parser.at :], parser.tokens[parser.at + 1 :]):
        if token.kind == "command" and token.text in ("begin", "end"):
            depth += 1 if token.text == "begin" else -1
            if depth < 0:
                return False
        kinds = (token.kind, following.kind)
        if depth == 0 and ("&" in kinds or "\\\\" in kinds) and "relation" in kinds:
            return True
    return False


def _ends(parser: Parser) -> bool:
    return parser.kind == "end" or (parser.kind == "command" and parser.token.text == "end")


def _matrix(parser: Parser) -> Expression:
    rows: list[Expression] = []
    cells = 0
    while not _ends(parser):
        if parser.take("\\\\"):
            continue
        row = [_cell(parser)]
        while parser.take("&"):
            row.append(_cell(parser))
        cells += len(row)
        if cells > MAX_CELLS:
            raise parser.refuse(f"a matrix of at most {MAX_CELLS} entries")
        if rows and len(row) != len(rows[0].args):
            raise parser.refuse(f"a row of {len(rows[0].args)} entries", f"this row has {len(row)}")
        rows.append(Expression("row", tuple(row)))
        if not parser.take("\\\\") and not _ends(parser):
            raise parser.refuse("& or \\\\ after an entry of a matrix")
    if not rows:
        raise parser.refuse("an entry of a matrix", "the matrix is empty")
    return Expression("matrix", tuple(rows))


def _cell(parser: Parser) -> Expression:
    if parser.kind in _ROW_ENDS or _ends(parser):
        raise parser.refuse("an entry of a matrix", "an entry is missing")
    return parser.expression(0)


def _cases(parser: Parser) -> Expression:
    branches: list[Expression] = []
    while not _ends(parser):
        if parser.take("\\\\"):
            continue
        value = parser.expression(0)
        parser.take(",")
        parser.take("&")
        condition = _condition(parser)
        branches.append(Expression("case", (value, condition)))
        if not parser.take("\\\\") and not _ends(parser):
            raise parser.refuse("\\\\ after a case")
    if not branches:
        raise parser.refuse("a case", "there are no cases")
    values = [b.args[0] for b in branches]
    if all(v.head in RELATIONS or v.head == "chain" for v in values) and all(b.args[1] == TRUE for b in branches):
        return Expression("and", tuple(values)) if len(values) > 1 else values[0]
    return Expression("cases", tuple(branches))


_OTHERWISE = ("otherwise", "else", "elsewhere", "other", "sonst")


def _condition(parser: Parser) -> Expression:
    parts: list[Expression] = []
    while not _ends(parser) and parser.kind != "\\\\":
        if parser.kind == "text":
            words = parser.advance().text.lower().strip(" .,;:")
            if words.startswith(_OTHERWISE):
                parser.take(",")
                return TRUE
            continue
        if parser.kind in (",", "&"):
            parser.advance()
            continue
        parts.append(parser.expression(0))
    if not parts:
        return TRUE
    return parts[0] if len(parts) == 1 else Expression("and", tuple(parts))
