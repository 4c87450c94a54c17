"""Reads: instruments, sittings, dates of his, answers of many women."""
