"""Real processes of both services, with data folders and ports of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import empty_databases

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@dataclass
class House:
    """Settings of two services that nobody else uses."""

    folder: Path
    environment: dict[str, str]
    template: Path

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *words]
        environment = {**os.environ, **self.environment, **more}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)

    def service(self, service: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self.run(f"article16.{service}", *words, **more)

    def prepare(self) -> "House":
        for service in ("support", "casework"):
            done = self.service(service, "prepare")
            assert done.returncode == 0, done.stderr
        return self

    def prepared(self) -> "House":
        """As after `prepare`, from a copy of a folder that was prepared once."""
        shutil.copytree(self.template, self.folder / "data")
        return self

    @contextmanager
    def running(self, service: str, *words: str) -> Iterator[None]:
        command = [sys.executable, "-m", f"article16.{service}", *words]
        with subprocess.Popen(command, env={**os.environ, **self.environment}) as process:
            try:
                yield
            finally:
                process.terminate()


def wait_until(true: Callable[[], bool], *, patience: float = 30.0) -> None:
    limit = time.monotonic() + patience
    while not true():
        assert time.monotonic() < limit, "it did not come about"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    for service in ("support", "casework"):
        empty_databases.put(service, folder / "data")
    House(folder, {"ARTICLE16_DATA": str(folder / "data")}, folder).prepare()
    return folder / "data"


@pytest.fixture
def house(tmp_path: Path, template: Path) -> House:
    # A socket's path may have 100 bytes at most, and pytest's folders are deep.
    environment = {
        "ARTICLE16_DATA": str(tmp_path / "data"),
        "ARTICLE16_RUN": str(tmp_path / "r"),
        "ARTICLE16_CASEWORK_ORIGIN": f"http://casework.localhost:{free_port()}",
        "ARTICLE16_SUPPORT_ORIGIN": f"http://support.localhost:{free_port()}",
    }
    return House(tmp_path, environment, template)


def printed_by(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split("\n")


@pytest.fixture
def demo(house: House) -> Iterator[tuple[House, subprocess.Popen[str]]]:
    """`article16 demo`, started."""
    environment = {**os.environ, **house.environment, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "article16.cli", "demo", "--men", "30"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        yield house, process
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


@pytest.fixture(scope="session")
def with_staff(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both services with made-up staff, and a backup key in a drawer, made once."""
    folder = tmp_path_factory.mktemp("staff")
    house = House(folder, {"ARTICLE16_DATA": str(folder / "data")}, template).prepared()
    for service in ("support", "casework"):
        assert house.service(service, "demo-fill", ARTICLE16_DEMO="1").returncode == 0
    (folder / "drawer").mkdir()
    made = house.run("article16.cli", "backup-key", str(folder / "drawer" / "key"))
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def kept(house: House, with_staff: Path) -> tuple[House, Path]:
    for name in ("data", "drawer"):
        shutil.copytree(with_staff / name, house.folder / name)
    return house, house.folder / "drawer" / "key"
