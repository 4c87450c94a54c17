"""Exports, each read back and compared."""
