"""SQLite, set so that no acknowledged write is lost and no two writers trip over each other."""
