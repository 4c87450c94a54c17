"""Reads for the desk, the ladder, the rota and the board."""
