"""The commands of one service: each runs in a process of its own, with that service's settings and no other's."""

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.utils.module_loading import import_string

from article16.common import installed
from article16.common.env import BadSetting

Command = Callable[[Sequence[str]], int]


class Refused(Exception):
    """A service does not start; the text says why and what to do, a sentence a line."""


def main(service: str, argv: Sequence[str]) -> int:
    """Run one of the service's own commands, or any of Django's; a refusal is a sentence, not a traceback."""
    os.environ["DJANGO_SETTINGS_MODULE"] = f"article16.{service}.settings"
    installed.harden()
    try:
        django.setup()
        _refuse_unless_installed(service, argv)
        commands: dict[str, Command] = import_string(f"article16.{service}.commands.COMMANDS")
        collect_from_here()
        if argv and argv[0] in commands:
            return commands[argv[0]](argv[1:])
        execute_from_command_line([f"article16.{service}", *argv])
    except (Refused, BadSetting) as no:
        print(no, file=sys.stderr)  # noqa: T201  because a person started this and waits for the answer
        return 2
    return 0


def collect_from_here() -> None:
    """What was loaded stays as long as the process, and is never looked through again; what comes now is."""
    gc.freeze()
    gc.enable()


def _refuse_unless_installed(service: str, argv: Sequence[str]) -> None:
    """Outside training mode no command of a service runs where the installation does not hold."""
    if settings.TRAINING:
        return
    command = argv[0] if argv else ""
    if problems := installed.problems(settings.INSTALLED, service=service, command=command):
        raise Refused("\n".join(problems))


def until_stopped() -> threading.Event:
    """An event that the usual signals set, so that a loop ends between two rounds."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    return stop


def end_with_parent() -> None:
    """Called in a worker: when its server is killed it ends too, and does not go on answering beside the next one."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
