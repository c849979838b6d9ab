"""Verdicts, grades and sheets in words, JSON, HTML and print."""
