"""What a programme counts of its own work: the board of figures, and the returns of a period."""
