"""A writer of LLVM assembly over short vectors of doubles.

Vectors are explicit, so nothing depends on what an optimiser finds out about loops and aliases.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence


def bits(value: float) -> str:
    """A double as LLVM spells it, bit for bit."""
    return "0x" + struct.pack(">d", value).hex().upper()


class Assembly:
    """Lines of one function body over vectors of ``width`` doubles.

    Values are the names (``%v7``) or literals that LLVM's text has for them; each method writes one instruction and
    gives the name of its result.  Doubles have the type ``D``, truth values ``B``, integers of 64 bits ``L``.
    """

    def __init__(self, width: int, prefix: str = "v") -> None:
        self.width = width
        self.prefix = prefix
        self.lines: list[str] = []
        self.declared: dict[str, str] = {}
        self.called: dict[str, None] = {}
        self._count = 0
        vector = width > 1
        self.D = f"<{width} x double>" if vector else "double"
        self.L = f"<{width} x i64>" if vector else "i64"
        self.B = f"<{width} x i1>" if vector else "i1"
        self.suffix = f"v{width}" if vector else ""

    def emit(self, text: str) -> str:
        self._count += 1
        name = f"%{self.prefix}{self._count}"
        self.lines.append(f"  {name} = {text}")
        return name

    def number(self, value: float) -> str:
        if self.width == 1:
            return bits(value)
        return "<" + ", ".join([f"double {bits(value)}"] * self.width) + ">"

    def integer(self, value: int) -> str:
        if self.width == 1:
            return str(value)
        return "<" + ", ".join([f"i64 {value}"] * self.width) + ">"

    def two(self, operation: str, a: str, b: str) -> str:
        """fadd, fsub, fmul, fdiv."""
        return self.emit(f"{operation} {self.D} {a}, {b}")

    def add(self, a: str, b: str) -> str:
        return self.two("fadd", a, b)

    def sub(self, a: str, b: str) -> str:
        return self.two("fsub", a, b)

    def mul(self, a: str, b: str) -> str:
        return self.two("fmul", a, b)

    def div(self, a: str, b: str) -> str:
        return self.two("fdiv", a, b)

    def neg(self, a: str) -> str:
        return self.emit(f"fneg {self.D} {a}")

    def fma(self, a: str, b: str, c: str) -> str:
        return self.intrinsic("fma", a, b, c)

    def whole(self, operation: str, a: str, b: str) -> str:
        """add, sub, and, or, xor, shl, lshr, ashr on integers."""
        return self.emit(f"{operation} {self.L} {a}, {b}")

    def as_integer(self, a: str) -> str:
        return self.emit(f"bitcast {self.D} {a} to {self.L}")

    def as_double(self, a: str) -> str:
        return self.emit(f"bitcast {self.L} {a} to {self.D}")

    def compare(self, relation: str, a: str, b: str) -> str:
        """olt, ole, oeq, une, uno, ogt, oge."""
        return self.emit(f"fcmp {relation} {self.D} {a}, {b}")

    def select(self, condition: str, a: str, b: str) -> str:
        return self.emit(f"select {self.B} {condition}, {self.D} {a}, {self.D} {b}")

    def intrinsic(self, name: str, *arguments: str) -> str:
        """A function of LLVM itself: fma, sqrt, fabs, floor, ceil, rint, copysign."""
        full = f"llvm.{name}.{self.suffix}f64"
        self.declared[full] = f"declare {self.D} @{full}({', '.join([self.D] * len(arguments))})"
        return self.emit(f"call {self.D} @{full}({', '.join(f'{self.D} {a}' for a in arguments)})")

    def call(self, name: str, *arguments: str) -> str:
        """A function of :mod:`numeric.elementary`, written into the module once."""
        self.called[name] = None
        return self.emit(f"call {self.D} @wide_{name}({', '.join(f'{self.D} {a}' for a in arguments)})")

    def each(self, function: str, *arguments: str) -> str:
        """A function of the C library, lane by lane."""
        self.declared[function] = f"declare double @{function}({', '.join(['double'] * len(arguments))})"
        if self.width == 1:
            return self.emit(f"call double @{function}({', '.join(f'double {a}' for a in arguments)})")
        result = "undef"
        for lane in range(self.width):
            scalars = [self.emit(f"extractelement {self.D} {a}, i32 {lane}") for a in arguments]
            value = self.emit(f"call double @{function}({', '.join(f'double {s}' for s in scalars)})")
            result = self.emit(f"insertelement {self.D} {result}, double {value}, i32 {lane}")
        return result

    def polynomial(self, x: str, coefficients: Sequence[float]) -> str:
        """Horner's scheme, lowest coefficient first."""
        total = self.number(coefficients[-1])
        for c in reversed(coefficients[:-1]):
            total = self.fma(total, x, self.number(c))
        return total
