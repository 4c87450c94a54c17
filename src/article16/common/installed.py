"""What an installation has made of this machine, and whether it still holds. Only this ends training mode.

Knows no Django: the command line asks it too, before any service runs.
"""

import json
import os
import pwd
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

USUAL = Path("/etc/article16/installed.json")
SERVING = frozenset({"web", "sender", "tick", "inbox", "caller", "watchdog"})
SWAPS, CGROUPS = Path("/proc/swaps"), Path("/sys/fs/cgroup")
AGAIN = "Run sudo ./article16 install once more."


class NotInstalled(Exception):
    """The state of the installation cannot be believed; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Home:
    """What one part has on this machine: casework, support, or the inbox of support."""

    user: str
    groups: tuple[str, ...]  # beside its own
    folder: Path
    environment: tuple[Path, ...]  # files, a later one wins
    origin: str  # empty: the inbox
    port: int  # 0: the inbox


@dataclass(frozen=True, slots=True)
class State:
    """The whole installation, as it stands in one file that belongs to root."""

    path: Path
    program: str  # digest of the source it was installed from
    pin: Path  # that casework reads
    published: Path  # that support writes
    sender: Path  # by which support knows casework
    homes: dict[str, Home]

    @property
    def services(self) -> tuple[str, ...]:
        """Which of the two are on this machine."""
        return tuple(name for name in ("casework", "support") if name in self.homes)


def load(path: Path) -> State:
    """The state in this file; NotInstalled when it is missing, damaged, or could be written by others than root."""
    for place in (path, path.parent):
        _only_root_may_write(place)
    try:
        told = json.loads(path.read_text("utf-8"))
        homes = {name: _home(fields) for name, fields in told["homes"].items()}
        return State(path, told["program"], Path(told["pin"]), Path(told["published"]), Path(told["sender"]), homes)
    except (ValueError, TypeError, KeyError, OSError):
        raise NotInstalled(f"{path} is damaged. {AGAIN}") from None


def of_this_machine() -> State | None:
    """The state that ARTICLE16_INSTALLED names, or the usual one; None where nothing is installed."""
    named = os.environ.get("ARTICLE16_INSTALLED", "").strip()
    path = Path(named) if named else USUAL
    return load(path) if named or path.exists() else None


def _only_root_may_write(place: Path) -> None:
    try:
        found = place.stat()
    except OSError:
        says = f"{place} is missing. Only an installation ends training mode: sudo ./article16 install."
        raise NotInstalled(says) from None
    if found.st_uid != 0 or found.st_mode & 0o022:
        raise NotInstalled(f"Others than root can change {place}. Find out who did; then: {AGAIN}")


def _home(fields: dict) -> Home:
    return Home(
        user=fields["user"],
        groups=tuple(fields["groups"]),
        folder=Path(fields["folder"]),
        environment=tuple(Path(one) for one in fields["environment"]),
        origin=fields["origin"],
        port=int(fields["port"]),
    )


def harden() -> None:
    """No core dump of this process or of what it starts, whoever started it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def problems(path: Path, *, service: str, command: str) -> list[str]:
    """Why this process must not handle real data here; asked at each start, by each process."""
    try:
        state = load(path)
    except NotInstalled as no:
        return [str(no)]
    part = "inbox" if command == "inbox" else service
    home = state.homes.get(part)
    if home is None:
        return [f"This machine was not installed for {part}. {AGAIN}"]
    found = [*_user(home, part), *_apart(state), *_own_folder(home), *_others(state, part)]
    if part == "casework":
        found += _pin(state.pin)
    if command in SERVING:
        found += _swap()
    return found


def _user(home: Home, part: str) -> list[str]:
    wanted = _uid(home.user)
    if os.geteuid() == 0:
        return [f"{part} would run as root. Start it with systemctl, which gives it the user {home.user}."]
    if wanted != os.geteuid():
        return [f"{part} runs as another user than {home.user}, who was made for it. Start it with systemctl."]
    return []


def _apart(state: State) -> list[str]:
    known = [uid for home in state.homes.values() if (uid := _uid(home.user)) is not None]
    if len(known) == len(set(known)) == len(state.homes):
        return []
    return [f"Each part needs a user of its own, and these are missing or the same. {AGAIN}"]


def _uid(name: str) -> int | None:
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        return None


def _own_folder(home: Home) -> list[str]:
    try:
        found = home.folder.stat()
    except OSError:
        return [f"{home.folder} cannot be reached. {AGAIN}"]
    if found.st_mode & 0o007:
        return [f"Everybody can look into {home.folder}. Run: chmod o= {home.folder}"]
    return []


def _others(state: State, part: str) -> Iterator[str]:
    """Nothing of another part can be read. Support alone takes over what the inbox received."""
    for name, home in state.homes.items():
        if name == part or (part == "support" and name == "inbox"):
            continue
        if os.access(home.folder, os.R_OK) or os.access(home.folder, os.X_OK) or os.access(home.folder, os.W_OK):
            yield f"{part} can read {home.folder}, which belongs to {name}. Run: chmod go= {home.folder}"
        for file in home.environment:
            if os.access(file, os.R_OK):
                yield f"{part} can read {file}, which is for {name} only. Run: chmod o= {file}"


def _pin(pin: Path) -> list[str]:
    """What casework seals to is not casework's to choose. A missing pin is said by those who need it."""
    for place in (pin, pin.parent):
        if place.exists() and (place.stat().st_uid != 0 or os.access(place, os.W_OK)):
            return [f"Casework, or another than root, may change the pin {place}. {AGAIN}"]
    return []


def _swap() -> list[str]:
    """What is opened in memory must not come to lie on the disk."""
    if not swap_is_on() or swap_is_barred():
        return []
    return [
        "This machine has swap, and nothing keeps this process out of it. Start it with systemctl, "
        "or switch the swap off: swapoff --all."
    ]


def swap_is_on() -> bool:
    """Whether memory may be written to a disk at all."""
    return SWAPS.exists() and len(SWAPS.read_text("ascii", "replace").splitlines()) > 1


def swap_is_barred() -> bool:
    """Whether the unit that this process runs in has been given no swap."""
    for line in Path("/proc/self/cgroup").read_text("utf-8").splitlines():
        if line.startswith("0::/"):
            limit = CGROUPS / line.removeprefix("0::/") / "memory.swap.max"
            return limit.exists() and limit.read_text("ascii").strip() == "0"
    return False
