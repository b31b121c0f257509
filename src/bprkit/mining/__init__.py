"""One question asked of a log per file; a question is a function from a log to a table."""
