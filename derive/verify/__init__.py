"""Verifying sheets: every claim by the ladder and by its witness."""

from derive.verify.row import Row
from derive.verify.run import verify

__all__ = ["Row", "verify"]
