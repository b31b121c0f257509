"""Dates as offices write them, one by one and by the column."""
