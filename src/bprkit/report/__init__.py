"""Pages and workbooks made from the answers."""
