"""A symbolic-numeric derivation checker."""
