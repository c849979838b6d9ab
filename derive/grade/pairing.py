"""The heaviest pairing of rows and columns: Kuhn's Hungarian method with potentials, O(n^2 m)."""

from __future__ import annotations

from collections.abc import Sequence


def heaviest(weights: Sequence[Sequence[float]]) -> list[int | None]:
    """The column for each row, no column twice, so that the sum of the weights is greatest.

    A row may stay without a column, which weighs nothing.

    >>> heaviest([[3, 2], [3, 0]])
    [1, 0]
    """
    rows = len(weights)
    columns = len(weights[0]) if rows else 0
    width = columns + rows  # a column of weight zero for each row that stays alone
    infinity = float("inf")
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (width + 1)
    row_of = [0] * (width + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        slack = [infinity] * (width + 1)
        way = [0] * (width + 1)
        done = [False] * (width + 1)
        here = 0
        while row_of[here]:
            done[here] = True
            current, delta, following = row_of[here], infinity, 0
            for column in range(1, width + 1):
                if done[column]:
                    continue
                weight = weights[current - 1][column - 1] if column <= columns else 0.0
                reduced = -weight - row_potential[current] - column_potential[column]
                if reduced < slack[column]:
                    slack[column], way[column] = reduced, here
                if slack[column] < delta:
                    delta, following = slack[column], column
            for column in range(width + 1):
                if done[column]:
                    row_potential[row_of[column]] += delta
                    column_potential[column] -= delta
                else:
                    slack[column] -= delta
            here = following
        while here:
            row_of[here] = row_of[way[here]]
            here = way[here]
    pairs: list[int | None] = [None] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            pairs[row_of[column] - 1] = column - 1
    return pairs
