"""A log written as CSV, Parquet or XES."""
