"""Files from outside: bounded, decoded, refused in a sentence; and outputs, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from derive.command.errors import Misuse, Unusable

LARGEST_DOCUMENT = 4_000_000
LARGEST_BATCH = 32_000_000

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_text(path: Path, largest: int = LARGEST_DOCUMENT) -> str:
    """The text of a file.

    Raises:
        Misuse: it is missing or a directory.
        Unusable: it is empty, too large, binary or not UTF-8.
    """
    if path.is_dir():
        raise Misuse(f"{path} is a directory; expected a file")
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)  # what has no size of its own (a device, a pipe) is bounded too
        if len(data) > largest:
            size = max(path.stat().st_size, len(data))
            raise Unusable(
                f"{path} has {size / 1e6:.1f} MB; expected at most {largest / 1e6:.0f} MB: split it into smaller files"
            )
    except FileNotFoundError:
        raise Misuse(f"{path} does not exist; expected the path of a file") from None
    except OSError as error:
        raise Misuse(f"{path} cannot be opened ({error.strerror}); expected a readable file") from None
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if encoding != "utf-16" and b"\x00" in data:
        raise Unusable(f"{path} is a binary file; expected text (Markdown, LaTeX, a notebook or plain text)")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        wrong = data[error.start]
        raise Unusable(
            f"{path} is not UTF-8 text (byte 0x{wrong:02x} at offset {error.start}); save it as UTF-8 and try again"
        ) from None
    if not text.strip():
        raise Unusable(f"{path} is empty; expected a text with mathematics in it")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        Misuse: the folder does not exist or cannot be written.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise Misuse(f"{path} cannot be written ({error.strerror}); expected a folder that exists") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise Misuse(f"{path} cannot be written ({error.strerror}); expected a path of a file") from None
        raise
