"""The duty desk with many open warnings, measured in a process of support's own settings.

`python -m bench.desk WARNINGS ROUNDS` fills support with so many and prints ms of processor time as JSON.
"""

import json
import os
import sys
from datetime import timedelta
from time import process_time
from uuid import uuid4

from bench import people, wsgi
from bench.figures import timed


def fill(count: int) -> None:
    """So many warnings that came within the last day, each with its first rung told."""
    from django.utils import timezone

    from article16.support.alerts.actions import rounds, taking_in
    from article16.wall.inbox.models import ReceivedMessage
    from article16.wall.vocabulary import AlertKind, Severity

    at, kinds, grave = timezone.now(), list(AlertKind)[:-1], list(Severity)
    ReceivedMessage.objects.bulk_create(
        ReceivedMessage(
            zone="support",
            epoch="0f" * 16,
            sequence=number,
            type="Alert",
            kind=kinds[number % len(kinds)],
            severity=grave[number % 3],
            due=at + timedelta(minutes=number - count // 3),
            header=b"x" * 110,
            sealed=b"x" * 561,
            sha256=uuid4().hex * 2,
            arrived_at=at - timedelta(minutes=number),
            received_at=at,
        )
        for number in range(1, count + 1)
    )
    taking_in.take_in(at=at)
    rounds.keep_deadlines(at=at)


def main(count: str, times: str) -> None:
    people.begin(os.environ, "support")
    wsgi.HOST = "support.localhost"
    fill(int(count))
    cookies = people.sign_in("sara@demo.invalid")
    from article16.support.wsgi import application

    timed(lambda: wsgi.ask(application, "/duty/", cookies), 10)
    print(json.dumps(timed(lambda: wsgi.ask(application, "/duty/", cookies), int(times), clock=process_time)))


if __name__ == "__main__":
    main(*sys.argv[1:])
