"""When it happens: survival, competing endings, repeated events."""
