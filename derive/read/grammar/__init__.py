"""The grammar: a Pratt parser and the families of notation that hang on it."""
