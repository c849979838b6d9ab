"""Chains of equations checked link by link: documents, and lines of a batch."""

from __future__ import annotations

from derive.check.chain import check_chain
from derive.check.document import assemble, check_document, document_steps
from derive.check.record import ChainReport, Report, Step, Taken, Unread

__all__ = [
    "ChainReport",
    "Report",
    "Step",
    "Taken",
    "Unread",
    "assemble",
    "check_chain",
    "check_document",
    "document_steps",
]
