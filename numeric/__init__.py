"""Kernels, simulators and certified numbers: SymPy in, arrays out."""
