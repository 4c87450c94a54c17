"""Support with something taken away that keeps pages out of Back: so that the tests of Back are seen to bite.

The file that `ARTICLE16_TEST_WITHOUT` names says what is missing at this moment: "store" (the browser may keep pages),
"script" (the pages' own scripts are not there).
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from article16.support.wsgi import application as guarded

WITHOUT = Path(os.environ["ARTICLE16_TEST_WITHOUT"])


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    without = WITHOUT.read_text().split()
    if "script" in without and environ["PATH_INFO"].endswith(".js"):
        start_response("404 Not Found", [])
        return [b""]

    def begun(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        kept = [one for one in headers if "store" not in without or one[0].lower() != "cache-control"]
        return start_response(status, kept, *more)

    return guarded(environ, begun)
