"""What may be done with the study."""

from .keeping import keep_rows

__all__ = ["keep_rows"]
