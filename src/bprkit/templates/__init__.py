"""Workbooks to fill in where there is no log and nobody writes YAML: written in either language, and read back."""
