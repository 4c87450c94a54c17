"""Writes of this room: keyword-only, each in one transaction with its audit row."""
