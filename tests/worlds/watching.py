"""What this process reached for: the wall by file and by import, seen by an audit hook that nothing can take off."""

import os
import sys
from pathlib import Path
from typing import Any

# Casework has no code for these.
FORBIDDEN = ("article16.support", "article16.wall.inbox", "article16.wall.box.opening")


class Watch:
    """Notes every call that names a path below the folder: open, list, rename, a database, a socket."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.path.realpath(folder)
        self.reached: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        for one in arguments:
            if isinstance(one, str | bytes | os.PathLike) and self._below(one):
                self.reached.append(f"{event} {os.fsdecode(one)}")

    def _below(self, path: str | bytes | os.PathLike[Any]) -> bool:
        text = os.fsdecode(path).removeprefix("file:").partition("?")[0]
        if self._folder not in text and "support" not in text:
            return False
        whole = os.path.abspath(text)  # noqa: PTH100  because resolve() would call this hook again
        return whole == self._folder or whole.startswith(self._folder + os.sep)


def forbidden_modules() -> list[str]:
    """What casework has loaded and must never load."""
    return sorted(name for name in sys.modules if name.startswith(FORBIDDEN))
