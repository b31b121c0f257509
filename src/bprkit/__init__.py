"""Business process re-engineering for administrative procedures."""
