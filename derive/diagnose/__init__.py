"""What was probably meant: the slip behind a wrong answer, found from the two sides alone."""

from __future__ import annotations

from derive.diagnose.diagnose import diagnose, ranked

__all__ = ["diagnose", "ranked"]
