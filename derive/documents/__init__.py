"""Documents as their authors left them, split into mathematics with its place."""

from __future__ import annotations

from derive.documents.fragment import Damage, Document, Fragment
from derive.documents.refused import Refused
from derive.documents.split import KINDS, kind_of, split

__all__ = ["KINDS", "Damage", "Document", "Fragment", "Refused", "kind_of", "split"]
