"""A log that can be given to others."""
