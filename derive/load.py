"""Sheets are found by where they stand: ``solutions/NAME.py``, or any path to a Python file."""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from derive.author_error import AuthorError, meant

if TYPE_CHECKING:
    from derive.sheet import Sheet

#: The project's own sheets.
HOME = Path(__file__).resolve().parent.parent / "solutions"


@dataclass(frozen=True, slots=True)
class SheetFile:
    """Where a sheet stands, and the first line of its docstring.  Nothing of it is run to know this."""

    name: str
    path: Path
    title: str


def sheet_files(folder: Path = HOME) -> tuple[SheetFile, ...]:
    """The sheets of a folder, in the order of their names."""
    found = []
    for path in sorted(folder.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        targets = (t for s in tree.body if isinstance(s, ast.Assign) for t in s.targets)
        if any(isinstance(t, ast.Name) and t.id == "sheet" for t in targets):
            title = (ast.get_docstring(tree) or path.stem).splitlines()[0]
            found.append(SheetFile(path.stem, path, title))
    return tuple(found)


def find(name: str, folder: Path = HOME) -> SheetFile:
    """The file of a sheet, by its name or by a path to it.

    Raises:
        AuthorError: there is none; the nearest name is suggested.
    """
    known = {f.name: f for f in sheet_files(folder)}
    if name in known:
        return known[name]
    path = Path(name)
    if path.suffix == ".py" or path.exists():
        if not path.is_file():
            kind = "a folder" if path.is_dir() else "missing"
            raise AuthorError(f"{name} is {kind}; expected a Python file with a sheet in it")
        if path.suffix != ".py":
            raise AuthorError(f"{name} is no Python file; expected one with a sheet in it")
        return SheetFile(path.stem, path.resolve(), path.stem)
    raise AuthorError(f"there is no sheet {name!r}{meant(name, known)}")


def load(name: str, folder: Path = HOME) -> Sheet:
    """The sheet of a name or path.  The file is run, as any Python module is.

    Raises:
        AuthorError: no such sheet, or a mistake in it, told with file and line.
    """
    from derive.sheet import Sheet

    file = find(name, folder)
    module = _module(file)
    sheet = getattr(module, "sheet", None)
    if not isinstance(sheet, Sheet):
        raise AuthorError("no sheet stands in this file; write sheet = Sheet(title, model)", str(file.path))
    if not sheet.parts:
        line = _assigned(file.path)
        raise AuthorError(
            f"the sheet {sheet.title!r} has no part; write @sheet.part() above a function", str(file.path), line
        )
    sheet.order()
    return sheet


def _assigned(path: Path) -> int:
    """The line on which ``sheet`` gets its value."""
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else ()
        if any(isinstance(t, ast.Name) and t.id == "sheet" for t in targets):
            return statement.lineno
    return 0


def _module(file: SheetFile) -> object:
    if file.path.parent == HOME:
        name = f"solutions.{file.name}"
    else:
        name = f"sheet_{file.name}_{hashlib.sha256(str(file.path).encode()).hexdigest()[:12]}"
    if name in sys.modules:
        return sys.modules[name]
    specification = importlib.util.spec_from_file_location(name, file.path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    folder = str(file.path.parent)
    sys.path.insert(0, folder)
    try:
        specification.loader.exec_module(module)
    except AuthorError:
        del sys.modules[name]
        raise
    except SystemExit as error:
        del sys.modules[name]
        raise AuthorError("the file ends the program while it is read; leave out exit()", str(file.path)) from error
    except SyntaxError as error:
        del sys.modules[name]
        where = error.lineno or 0 if error.filename == str(file.path) else 0
        raise AuthorError(f"this is no Python: {error.msg}", str(file.path), where) from error
    except Exception as error:
        del sys.modules[name]
        raise AuthorError(f"{type(error).__name__}: {error}", str(file.path), _line(error, file.path)) from error
    finally:
        sys.path.remove(folder)
    return module


def _line(error: Exception, path: Path) -> int:
    """The last line of the sheet that the error passed through."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
