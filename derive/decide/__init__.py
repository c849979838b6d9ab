"""Deciding whether two readings mean the same."""

from derive.decide.budget import Budget
from derive.decide.decision import decide

__all__ = ["Budget", "decide"]
