"""Verdicts on disk: nothing verified and unchanged is repeated, and an interrupt loses nothing.

The folder is the user's cache folder, or ``DERIVE_CACHE`` where that is set.  Files appear whole or not at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


def folder() -> Path:
    """Where verdicts are kept."""
    chosen = os.environ.get("DERIVE_CACHE")
    if chosen:
        return Path(chosen) / "verdicts"
    import platformdirs

    return Path(platformdirs.user_cache_dir("derivecheck", appauthor=False)) / "verdicts"


def read(key: str) -> dict[str, Any] | None:
    """What was kept under a key; None where nothing was, or what was cannot be read."""
    try:
        found = json.loads((folder() / f"{key}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write(key: str, record: dict[str, Any]) -> None:
    """Keep a record.  Where the folder cannot be written nothing is kept, and verifying goes on."""
    place = folder()
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(record, file, ensure_ascii=False)
            os.replace(temporary, place / f"{key}.json")
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
