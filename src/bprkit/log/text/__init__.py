"""Delimited text files: their bytes, their records, their headers."""
