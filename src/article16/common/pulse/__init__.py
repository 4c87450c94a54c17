"""What each process of a service says of itself, and what the watchdog saw."""
