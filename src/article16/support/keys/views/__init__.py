"""Pages of the keys, by their occasion."""
