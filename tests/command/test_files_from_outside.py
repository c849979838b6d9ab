"""Files: bounded, decoded, refused in a sentence; outputs whole or not at all."""

from pathlib import Path

import pytest

from derive.command.errors import Misuse, Unusable
from derive.command.files import read_text, write_whole


def test_a_directory_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="is a directory; expected a file"):
        read_text(tmp_path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"none\.md does not exist"):
        read_text(tmp_path / "none.md")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; expected a text with mathematics in it"),
        (b" \n\t ", "is empty"),
        (b"\x7fELF\x00\x01", "is a binary file; expected text"),
        (b"caf\xe9", "is not UTF-8 text .byte 0xe9 at offset 3.; save it as UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "hand_in.md"
    path.write_bytes(content)
    with pytest.raises(Unusable, match=sentence):
        read_text(path)


def test_a_file_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(Unusable, match=r"has 50\.0 MB; expected at most 4 MB"):
        read_text(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_unicode_encoding_with_its_mark_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "hand_in.md"
    path.write_bytes("σ′(x₂)\r\nΔ".encode(encoding))
    assert read_text(path) == "σ′(x₂)\nΔ"


def test_an_output_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="expected a folder that exists"):
        write_whole(tmp_path / "nowhere" / "out.txt", "x")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless device here")
def test_what_never_ends_is_refused() -> None:
    with pytest.raises(Unusable, match="expected at most 4 MB"):
        read_text(Path("/dev/zero"))
