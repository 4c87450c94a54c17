"""Log lines carry codes, never people."""

import logging
import re
import traceback

_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)


class CodesOnly(logging.Formatter):
    """Formats a record without the values that could name a person.

    Messages of our own loggers are written as they are, because they are codes and counts by habit. Of all
    others only the constant part is kept: arguments hold paths, queries and row contents (a database error
    prints the row). An exception is written as its type and the places it passed, without its text.
    """

    def format(self, record: logging.LogRecord) -> str:
        own = record.name.startswith("article16")
        message = record.getMessage() if own else str(record.msg)
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {_UUID.sub('…', message)}"
        if record.exc_info and record.exc_info[0]:
            line += f" [{record.exc_info[0].__name__}] {self._places(record.exc_info)}"
        return line

    @staticmethod
    def _places(exc_info) -> str:
        frames = traceback.extract_tb(exc_info[2])[-8:]
        return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
