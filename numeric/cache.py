"""Machine code on disk: found by content, written atomically, bounded in size.

The folder is the user's cache folder (``platformdirs``), or ``DERIVE_CACHE`` where that is set.  It may be deleted at
any time; several processes may write at once (a file appears whole or not at all, and the same name has the same
content).
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

#: Bytes of machine code kept; the files that were used longest ago go first.
LIMIT = 64 * 2**20
SUFFIX = ".code"


def folder() -> Path:
    """Where machine code is kept."""
    chosen = os.environ.get("DERIVE_CACHE")
    if chosen:
        return Path(chosen) / "kernels"
    import platformdirs

    return Path(platformdirs.user_cache_dir("derivecheck", appauthor=False)) / "kernels"


def read(key: str) -> bytes | None:
    """What was kept under a key, or None; a folder that cannot be read keeps nothing."""
    path = folder() / (key + SUFFIX)
    try:
        content = path.read_bytes()
    except OSError:
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return content


def write(key: str, content: bytes) -> None:
    """Keep a content; where the folder cannot be written, nothing is kept and nothing is lost."""
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(temporary, place / (key + SUFFIX))
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            return
        _prune(place)
    except OSError:
        return


def clear() -> int:
    """Delete all that is kept; gives the number of files."""
    count = 0
    for path in folder().glob("*" + SUFFIX):
        with contextlib.suppress(OSError):
            path.unlink()
            count += 1
    return count


def _prune(place: Path) -> None:
    files: list[tuple[float, int, Path]] = []
    for path in place.iterdir():
        with contextlib.suppress(OSError):
            status = path.stat()
            files.append((status.st_mtime, status.st_size, path))
    total = sum(size for _, size, _ in files)
    for _, size, path in sorted(files):
        if total <= LIMIT:
            return
        with contextlib.suppress(OSError):
            path.unlink()
        total -= size
