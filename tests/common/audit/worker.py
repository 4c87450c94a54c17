"""A process of its own that records and seals until it is killed; it says which entries are safe.

Started as `python -m tests.common.audit.worker`, with its database in the environment.
"""

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from django.db import connections, transaction  # noqa: E402

from article16.common.audit.actions import Verb, record  # noqa: E402
from article16.common.audit.sealer import seal_once  # noqa: E402


def record_for_ever(name: str) -> None:
    for turn in range(1_000_000):
        one = f"{name}-{turn}"
        with transaction.atomic():
            record(verb=Verb.READ, thing="client", ids=[one, "c-900"], by=name, what="file", at=datetime.now(UTC))
        # Said only after the commit: what was said must be there after the kill.
        sys.stdout.write(f"{one}\n")
        sys.stdout.flush()


def seal_for_ever(folder: Path) -> None:
    while True:
        seal_once(at=datetime.now(UTC), folder=folder)


if __name__ == "__main__":
    folder, life = Path(sys.argv[1]), sys.argv[2]
    threads = [threading.Thread(target=record_for_ever, args=(f"{life}-{n}",)) for n in range(3)]
    threads.append(threading.Thread(target=seal_for_ever, args=(folder,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connections.close_all()
