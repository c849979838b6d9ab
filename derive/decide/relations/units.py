"""Units: the International System, units in common use and imperial ones, with exact factors.

A unit is a rational factor (times a power of pi for angles) and the exponents of metre, kilogram, second, ampere,
kelvin, mole, candela and radian.  Source: BIPM, "The International System of Units", 9th edition (2019); the yard is
0.9144 m and the pound 0.45359237 kg exactly (1959).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

BASE = ("metre", "kilogram", "second", "ampere", "kelvin", "mole", "candela", "radian")
Dimension = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """``factor * pi**turns`` in base units, with the exponents of those; ``prefixes`` tells whether it takes them."""

    names: tuple[str, ...]
    symbols: tuple[str, ...]
    factor: Fraction
    dimension: Dimension
    turns: int = 0
    prefixes: bool = True


_PREFIX_POWERS = (
    "quetta Q 30, ronna R 27, yotta Y 24, zetta Z 21, exa E 18, peta P 15, tera T 12, giga G 9, mega M 6, kilo k 3, "
    "hecto h 2, deca da 1, deci d -1, centi c -2, milli m -3, micro µ -6, micro μ -6, micro u -6, micro mu -6, "
    "micro micro -6, nano n -9, pico p -12, femto f -15, atto a -18, zepto z -21, yocto y -24, ronto r -27, "
    "quecto q -30"
)
#: Name, symbol and power of ten of each prefix; micro is written in several ways.
PREFIXES: tuple[tuple[str, str, int], ...] = tuple(
    (name, symbol, int(power)) for name, symbol, power in (entry.split() for entry in _PREFIX_POWERS.split(", "))
)


def dimension(**exponents: int) -> Dimension:
    return tuple(Fraction(exponents.get(b, 0)) for b in BASE)


def unit(
    names: str, symbols: str, factor: Fraction | int | str, prefixes: bool = True, turns: int = 0, **d: int
) -> Unit:
    return Unit(tuple(names.split()), tuple(symbols.split()), Fraction(factor), dimension(**d), turns, prefixes)


_LENGTH, _MASS = Fraction("0.0254"), Fraction("0.45359237")
_FORCE: dict[str, Any] = {"kilogram": 1, "metre": 1, "second": -2}
_ENERGY: dict[str, Any] = {"kilogram": 1, "metre": 2, "second": -2}
_PRESSURE: dict[str, Any] = {"kilogram": 1, "metre": -1, "second": -2}
_POWER: dict[str, Any] = {"kilogram": 1, "metre": 2, "second": -3}
_VOLT: dict[str, Any] = {"kilogram": 1, "metre": 2, "second": -3, "ampere": -1}

UNITS: tuple[Unit, ...] = (
    unit("metre meter", "m", 1, metre=1),
    unit("gram gramme", "g", Fraction(1, 1000), kilogram=1),
    unit("second sec", "s", 1, second=1),
    unit("ampere amp", "A", 1, ampere=1),
    unit("kelvin", "K", 1, kelvin=1),
    unit("mole", "mol", 1, mole=1),
    unit("candela", "cd", 1, candela=1),
    unit("radian", "rad", 1, radian=1),
    unit("steradian", "sr", 1, radian=2),
    unit("hertz", "Hz", 1, second=-1),
    unit("newton", "N", 1, **_FORCE),
    unit("pascal", "Pa", 1, **_PRESSURE),
    unit("joule", "J", 1, **_ENERGY),
    unit("watt", "W", 1, **_POWER),
    unit("coulomb", "C", 1, ampere=1, second=1),
    unit("volt", "V", 1, **_VOLT),
    unit("farad", "F", 1, kilogram=-1, metre=-2, second=4, ampere=2),
    unit("ohm", "Ω Ω ohm Ohm", 1, kilogram=1, metre=2, second=-3, ampere=-2),
    unit("siemens", "S", 1, kilogram=-1, metre=-2, second=3, ampere=2),
    unit("weber", "Wb", 1, kilogram=1, metre=2, second=-2, ampere=-1),
    unit("tesla", "T", 1, kilogram=1, second=-2, ampere=-1),
    unit("henry", "H", 1, kilogram=1, metre=2, second=-2, ampere=-2),
    unit("lumen", "lm", 1, candela=1),
    unit("lux", "lx", 1, candela=1, metre=-2),
    unit("becquerel", "Bq", 1, second=-1),
    unit("gray", "Gy", 1, metre=2, second=-2),
    unit("sievert", "Sv", 1, metre=2, second=-2),
    unit("katal", "kat", 1, mole=1, second=-1),
    unit("molar", "M", 1000, mole=1, metre=-3),
    unit("minute", "min", 60, second=1),
    unit("hour", "h hr", 3600, second=1),
    unit("watt_hour", "Wh", 3600, **_ENERGY),
    unit("day", "d day", 86400, second=1),
    unit("week", "week", 604800, False, second=1),
    unit("year", "yr", 31557600, second=1),
    unit("degree", "° deg", Fraction(1, 180), False, 1, radian=1),
    unit("arcminute", "arcmin", Fraction(1, 10800), False, 1, radian=1),
    unit("arcsecond", "arcsec", Fraction(1, 648000), True, 1, radian=1),
    unit("revolution turn", "rev", 2, False, 1, radian=1),
    unit("litre liter", "L l ℓ", Fraction(1, 1000), metre=3),
    unit("tonne", "t", 1000, kilogram=1),
    unit("hectare", "ha", 10000, False, metre=2),
    unit("bar", "bar", 100000, **_PRESSURE),
    unit("atmosphere", "atm", 101325, False, **_PRESSURE),
    unit("torr", "Torr", Fraction(101325, 760), False, **_PRESSURE),
    unit("electronvolt", "eV", Fraction("1.602176634e-19"), **_ENERGY),
    unit("calorie", "cal", Fraction("4.184"), **_ENERGY),
    unit("dalton", "Da u", Fraction("1.66053906660e-27"), kilogram=1),
    unit("angstrom", "Å", Fraction("1e-10"), False, metre=1),
    unit("micron", "micron", Fraction("1e-6"), False, metre=1),
    unit("percent", "%", Fraction(1, 100), False),
    unit("inch", "in", _LENGTH, False, metre=1),
    unit("foot", "ft", 12 * _LENGTH, False, metre=1),
    unit("yard", "yd", 36 * _LENGTH, False, metre=1),
    unit("mile", "mi", 63360 * _LENGTH, False, metre=1),
    unit("nautical_mile", "nmi", 1852, False, metre=1),
    unit("knot", "kn kt", Fraction(1852, 3600), False, metre=1, second=-1),
    unit("mph", "mph", 63360 * _LENGTH / 3600, False, metre=1, second=-1),
    unit("acre", "acre", Fraction("4046.8564224"), False, metre=2),
    unit("ounce", "oz", _MASS / 16, False, kilogram=1),
    unit("pound", "lb lbs", _MASS, False, kilogram=1),
    unit("stone", "st", 14 * _MASS, False, kilogram=1),
    unit("ton", "ton", 2240 * _MASS, False, kilogram=1),
    unit("pound_force", "lbf", _MASS * Fraction("9.80665"), False, **_FORCE),
    unit("psi", "psi", _MASS * Fraction("9.80665") / _LENGTH**2, False, **_PRESSURE),
    unit("horsepower", "hp", Fraction("745.69987158227022"), False, **_POWER),
    unit("fluid_ounce", "floz", Fraction("28.4130625e-6"), False, metre=3),
    unit("pint", "pt", Fraction("568.26125e-6"), False, metre=3),
    unit("quart", "qt", Fraction("1136.5225e-6"), False, metre=3),
    unit("gallon", "gal", Fraction("4546.09e-6"), False, metre=3),
)

PLURALS = {"inch": "inches", "foot": "feet", "henry": "henries", "century": "centuries", "siemens": "siemens"}
PLURALS |= {"hertz": "hertz", "lux": "lux", "percent": "percent"}


def _spellings() -> Iterator[tuple[str, Unit, Fraction]]:
    for u in UNITS:
        for name in u.names:
            for full in (name, PLURALS.get(name, name + "s")):
                yield full, u, Fraction(1)
                yield full[0].upper() + full[1:], u, Fraction(1)
                if u.prefixes:
                    for prefix, _, power in PREFIXES:
                        yield prefix + full, u, Fraction(10) ** power
        for symbol in u.symbols:
            yield symbol, u, Fraction(1)
            if u.prefixes:
                for _, short, power in PREFIXES:
                    yield short + symbol, u, Fraction(10) ** power


def _table() -> dict[str, tuple[Unit, Fraction]]:
    """Every spelling.  An earlier unit wins over a later one, and a bare unit over a prefixed one."""
    table: dict[str, tuple[Unit, Fraction]] = {}
    for bare in (True, False):
        for text, found, scale in _spellings():
            if (scale == 1) == bare:
                table.setdefault(text, (found, scale))
    return table


#: Every spelling with its unit and the factor of its prefix.
SPELLINGS: Mapping[str, tuple[Unit, Fraction]] = _table()
