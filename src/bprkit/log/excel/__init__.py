"""Workbooks, as tables."""
