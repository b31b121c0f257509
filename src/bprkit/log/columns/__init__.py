"""Which column of a table plays which part."""
