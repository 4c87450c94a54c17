"""One service of one world as a process: python -m tests.worlds.house SERVICE. Orders and answers are lines of JSON."""

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import django

Orders = Mapping[str, Callable[..., Any]]


def main(service: str) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the service prints must not stand among the answers
    orders = _casework() if service == "casework" else _support()
    _tell(answers, "ready")
    for line in sys.stdin:
        _tell(answers, _obey(orders, json.loads(line)))


def _casework() -> Orders:
    from tests.worlds.fate import Fate, is_held

    fate = Fate()
    assert is_held(fate)
    django.setup()
    from tests.worlds.casework import Casework

    return Casework(fate).orders


def _support() -> Orders:
    django.setup()
    from tests.worlds.support import Support

    return Support().orders


def _obey(orders: Orders, order: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": orders[order.pop("do")](**order)}
    except Exception:
        return {"failed": traceback.format_exc()}


def _tell(answers: Any, answer: Any) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
