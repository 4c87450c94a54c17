"""Reads about groups, sessions and attendance. Each says what it costs."""
