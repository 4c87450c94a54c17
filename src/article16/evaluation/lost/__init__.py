"""Partners (and men) who could not be reached: who they are, and what can still be said."""
