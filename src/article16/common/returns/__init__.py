"""Figures of a service over a period: counted once, shown as a page, in print and as a table for other programs."""
