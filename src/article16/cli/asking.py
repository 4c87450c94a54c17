"""Asking the services of this machine: the installed ones, each as its own user, or those that are being tried."""

import os
import pwd
import shlex
import subprocess
from pathlib import Path
from typing import Any

from article16.cli.processes import SERVICES, Failed, Served, command
from article16.common import installed


def state() -> installed.State | None:
    """The installation that is meant; None: those in the data folder, in training mode."""
    return None if os.environ.get("ARTICLE16_DATA", "").strip() else installed.of_this_machine()


def services() -> tuple[Served, ...]:
    """Which services this machine has, and where they answer."""
    found = state()
    if found is None:
        return SERVICES
    return tuple(_served(name, found.homes[name]) for name in found.services)


def _served(service: str, home: installed.Home) -> Served:
    """People here may have given it another port."""
    try:
        port = settings(home).get(f"ARTICLE16_{service.upper()}_PORT")
    except PermissionError:
        port = None
    return Served(service, home.origin, int(port or home.port))


def start(service: str, *words: str, environment: dict[str, str] | None = None, **more: Any) -> subprocess.Popen[str]:
    """One command of a service as a process, with its settings and, where it is installed, as its user."""
    told, who = _as_its_user(service)
    env = {**os.environ, **told, **(environment or {})}
    return subprocess.Popen(command(service, *words), env=env, text=True, **who, **more)


def call(service: str, *words: str) -> int:
    """Its exit code; what it says goes where it always goes."""
    with start(service, *words) as process:
        return process.wait()


def ask(service: str, *words: str, environment: dict[str, str] | None = None) -> str:
    """What it printed. Failed when it said no: it has said why itself."""
    with start(service, *words, environment=environment, stdout=subprocess.PIPE) as process:
        printed, _ = process.communicate()
        if process.returncode:
            raise Failed(f"{service} {' '.join(words)}")
        return printed


def _as_its_user(service: str) -> tuple[dict[str, str], dict[str, Any]]:
    found = state()
    if found is None:
        return {}, {}
    home = found.homes.get(service)
    if home is None:
        raise installed.NotInstalled(f"{service} is not installed on this machine.")
    user = pwd.getpwnam(home.user)
    if os.geteuid() == user.pw_uid:
        return settings(home), {"umask": 0o077}
    if os.geteuid() != 0:
        says = (
            f"{service} is installed here under a user of its own. Run this with sudo, or to try, set ARTICLE16_DATA."
        )
        raise installed.NotInstalled(says)
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": list(home.groups), "umask": 0o077}
    return settings(home), who


def settings(home: installed.Home) -> dict[str, str]:
    """What stands in the files of settings, the later over the earlier."""
    found: dict[str, str] = {}
    for path in home.environment:
        if path.exists():
            found |= dict(_lines(path))
    return found


def _lines(path: Path) -> list[tuple[str, str]]:
    """NAME=VALUE as systemd reads it, quotes taken off."""
    pairs = []
    for line in path.read_text("utf-8").splitlines():
        name, sign, value = line.strip().partition("=")
        if sign and not name.startswith(("#", ";")):
            pairs.append((name.strip(), " ".join(shlex.split(value))))
    return pairs


def give(service: str, path: Path) -> None:
    """What root wrote for a service belongs to the service. In training mode everything is one user's."""
    found = state()
    if found is None or os.geteuid() != 0:
        return
    user = pwd.getpwnam(found.homes[service].user)
    for one in (path, *path.rglob("*")):
        os.chown(one, user.pw_uid, user.pw_gid, follow_symlinks=False)
