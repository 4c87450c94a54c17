"""Bringing the machine to what the layout says: compare, and change only what differs."""

import grp
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from article16.cli.installing.files import PROGRAM, File, Folder, files, folders
from article16.cli.installing.layout import DOOR, FRONT, USERS, Layout, NotPossible


@dataclass
class Change:
    """What was done, or with `dry` what would be; a sentence for each."""

    dry: bool
    done: list[str] = field(default_factory=list)
    units: bool = False  # whether a unit changed
    absent: set[str] = field(default_factory=set)  # users who are not on this machine

    def say(self, done: str) -> bool:
        """Whether it is to be done now."""
        self.done.append(done)
        return not self.dry


def users_of(layout: Layout) -> list[str]:
    front = [FRONT] if layout.asked.front else []
    return [*(USERS[part] for part in layout.parts), *front]


def make_users(layout: Layout, change: Change) -> None:
    """Users who can do nothing but run a service: no password, no shell, no home."""
    for name in users_of(layout):
        if not _known(pwd.getpwnam, name) and change.say(f"User {name} is made."):
            nowhere = ["--home-dir", "/nonexistent", "--no-create-home", "--shell", "/usr/sbin/nologin"]
            _run(["useradd", "--system", "--user-group", *nowhere, name])
    if layout.both and not _known(grp.getgrnam, DOOR) and change.say(f"Group {DOOR} is made."):
        _run(["groupadd", "--system", DOOR])


def write(layout: Layout, change: Change) -> None:
    """Folders and files, with owners and modes."""
    for folder in folders(layout):
        _folder(folder, change)
    for file in files(layout):
        _file(file, layout, change)
    for path in left_over(layout):
        if change.say(f"{path} is removed: nothing uses it any more."):
            path.unlink()
            change.units = True


def left_over(layout: Layout) -> list[Path]:
    """Units of ours that this installation has no use for."""
    wanted = {file.path for file in files(layout)}
    return sorted(path for path in layout.units.glob("article16-*") if path.is_file() and path not in wanted)


def _folder(one: Folder, change: Change) -> None:
    if not one.path.is_dir():
        if change.say(f"{one.path} is made."):
            one.path.mkdir(parents=True)
            _settle(one.path, one, Change(dry=False, absent=change.absent))
        return
    _settle(one.path, one, change)


def _file(one: File, layout: Layout, change: Change) -> None:
    there = one.path.exists()
    if not there or (not one.once and one.path.read_text("utf-8") != one.text):
        if not change.say(f"{one.path} is written."):
            return
        change.units |= one.path.parent == layout.units
        draft = one.path.with_name(f".{one.path.name}.unfinished")
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(one.text)
            file.flush()
            os.fsync(file.fileno())
        _settle(draft, one, Change(dry=False, absent=change.absent))  # said already
        draft.replace(one.path)
    elif there:
        _settle(one.path, one, change)


def _settle(path: Path, wanted: Folder | File, change: Change) -> None:
    """Owner first: it takes setgid away."""
    found = path.stat()
    ids = _ids(wanted, change)
    if ids is not None and ids != (found.st_uid, found.st_gid):
        if change.say(f"{path} is given to {wanted.owner}:{wanted.group}."):
            os.chown(path, *ids)
        found = path.stat()
    if found.st_mode & 0o7777 != wanted.mode and change.say(f"{path} gets the mode {wanted.mode:o}."):
        path.chmod(wanted.mode)


def _ids(wanted: Folder | File, change: Change) -> tuple[int, int] | None:
    """None where the users do not exist, or may not be given anything, as in a folder to look at."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(wanted.owner).pw_uid, grp.getgrnam(wanted.group).gr_gid
    except KeyError:
        change.absent.add(wanted.owner if wanted.owner != "root" else wanted.group)
        return None


def program_problems() -> list[str]:
    """The services must be able to read the program, and nobody but root may change it."""
    found = []
    for path in (PROGRAM, PROGRAM / "src", PROGRAM / "src" / "article16", Path(sys.prefix), *_above(PROGRAM)):
        stat = path.stat()
        if stat.st_uid != 0 or stat.st_mode & 0o022:
            found.append(f"Others than root can change {path}, which is part of the program. {MOVE}")
    for path in (*_above(PROGRAM), PROGRAM, *_above(Path(sys.executable).resolve()), Path(sys.executable).resolve()):
        if not path.stat().st_mode & 0o001:
            found.append(f"The services could not reach {path}, which is part of the program. {MOVE}")
    for hidden in ("/home", "/root", "/run/user"):
        if PROGRAM.is_relative_to(hidden) or Path(sys.executable).resolve().is_relative_to(hidden):
            found.append(f"The program lies below {hidden}, which the services cannot see. {MOVE}")
    return list(dict.fromkeys(found))


def _above(path: Path) -> Iterator[Path]:
    """Its folders, the nearest first."""
    yield from path.parents


def has_systemd() -> bool:
    """Whether systemd runs this machine."""
    return Path("/run/systemd/system").is_dir() and shutil.which("systemctl") is not None


def has_front() -> bool:
    """Whether Debian's caddy is there."""
    return Path("/usr/bin/caddy").exists()


def compile_program() -> None:
    """Once by root: the services may not write beside the source, and would compile it at each start."""
    places = [str(PROGRAM / "src"), *(str(path) for path in Path(sys.prefix).glob("lib/python3*/site-packages"))]
    subprocess.run([sys.executable, "-m", "compileall", "-q", "-j", "0", *places], capture_output=True, check=False)


def systemctl(*words: str) -> None:
    _run(["systemctl", *words])


def _known(find, name: str) -> bool:
    try:
        find(name)
    except KeyError:
        return False
    return True


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotPossible(f"{' '.join(command)} did not succeed: {done.stderr.strip()}")


MOVE = (
    "Put the program where only root can write, with Debian's own Python: "
    "sudo mv ARTICLE16 /opt/article16 && sudo chown -R root: /opt/article16 && sudo chmod -R go-w /opt/article16."
)
