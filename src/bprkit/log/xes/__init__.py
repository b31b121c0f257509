"""XES event logs (IEEE 1849), read and written."""
