"""Against whom: comparison groups without chance, assignment that was not followed, and what is no effect."""
