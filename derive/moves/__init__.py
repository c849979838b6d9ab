"""Derivation moves: what several derivations need, each a small file with its definition, an example and a source."""
