"""Reading is pure Python: nothing heavy is imported for it."""

from __future__ import annotations

import subprocess
import sys


def test_reading_imports_no_heavy_library() -> None:
    heavy = "{'sympy', 'numpy', 'numba', 'flint', 'mpmath', 'scipy'}"
    code = f"import sys, derive.read; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
