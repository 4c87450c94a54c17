"""Instruments from and to the forms of other programs. What cannot be carried over is refused with a reason."""
