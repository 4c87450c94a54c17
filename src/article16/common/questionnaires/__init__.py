"""Turns an instrument into pages, drafts and answers. Stores nothing about people itself: the room does."""
