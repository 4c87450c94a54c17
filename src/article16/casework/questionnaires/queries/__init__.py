"""Reads about what men are asked and what they answered. Each says what it costs."""
