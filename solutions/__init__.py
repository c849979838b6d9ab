"""The worked sheets: a file to a system."""
