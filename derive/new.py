"""The skeleton of a new sheet: a small system that runs, to change into another."""

from __future__ import annotations

import keyword
from pathlib import Path

from derive.author_error import AuthorError

SKELETON = '''r"""{title}

What the system is, and what is asked of it.  Mathematics stands between dollars: $\\dot x = -k x$.
"""

from sympy import Derivative, exp

import derive.language as d

# Names: domain, span (where it is sampled), default (the sheet's number), unit.
x = d.state("x", span=(0, 5), unit="mM", description="what decays")
x_0 = d.param("x_0", "positive", span=(1, 5), default=2, unit="mM", description="what is there at first")
k = d.param("k", "positive", span=("1/10", 2), default="1/2", unit="1/s", description="rate of decay")
t = d.variable("t", "positive", span=("1/10", 5), unit="s", description="time")

system = d.model(flow={{x: -k * x}})
sheet = d.Sheet("{title}", system)


@d.witness(seed=1)
def simulated(t, x_0, numbers):
    """The original flow, integrated."""
    run = d.integrate({{x: system.rate(x).subs(numbers)}}, {{x: x_0}}, t)
    return float(run.final["x"]), 1e-7


@sheet.part(marks=2, witness=simulated)
def solution():
    r"""The flow is linear: the solution is an exponential."""
    found = x_0 * exp(-k * t)
    return d.derived(
        found,
        d.equal("it starts right", found.subs(t, 0), x_0),
        d.equal("it follows the flow", Derivative(found, t), system.rate(x).subs(x, found)),
        d.less("it falls", Derivative(found, t).doit(), 0),
        d.less("a statement that is false stays, refuted", found, x_0 / 2, expected="refuted"),
        target=x,
    )


@sheet.part(marks=1)
def rate_now(solution):
    r"""A part that builds on another one."""
    return d.derived(-k * solution, target=Derivative(x, t))


# The solution (line) over what the witness measures (dots).
sheet.plot("solution", over=t)
'''


def write(name: str, folder: Path) -> Path:
    """Write ``NAME.py`` into a folder; what is there already is never overwritten.

    Raises:
        AuthorError: a name that is no Python name, a folder that is missing, or a file that exists.
    """
    stem = name.removesuffix(".py")
    if not stem.isidentifier() or keyword.iskeyword(stem):
        raise AuthorError(
            f"{name!r} cannot be a sheet's name; expected letters, digits and underscores such as my_neuron"
        )
    if not folder.is_dir():
        raise AuthorError(f"{folder} is no folder; expected --folder with one that exists")
    path = folder / f"{stem}.py"
    title = stem.replace("_", " ").capitalize()
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(SKELETON.format(title=title))
    except FileExistsError:
        raise AuthorError(f"{path} exists already; choose another name") from None
    except OSError as error:
        raise AuthorError(f"{path} cannot be written: {error.strerror}") from None
    return path
