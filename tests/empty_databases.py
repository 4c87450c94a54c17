"""An empty database of each service, migrated once in a run: whatever begins with one copies it.

`python -m tests.empty_databases SERVICE` makes the one that the environment names.
"""

import atexit
import os
import secrets
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from tests.prepared import ROOT, SHARED, once

NAME = "name"  # the file that names PostgreSQL's


def on_sqlite(service: str) -> Path:
    """The file."""
    return once(f"empty-{service}-sqlite", partial(_make, service)) / service / f"{service}.sqlite3"


def on_postgresql(service: str, server: str) -> str:
    """The name of the template; `server`: the address of any database there."""
    return (once(f"empty-{service}-postgresql", partial(_make, service, server=server)) / NAME).read_text()


def put(service: str, folder: Path) -> None:
    """Where this service looks for it, in a data folder in which it has not started yet."""
    place = folder / service
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(on_sqlite(service), place / f"{service}.sqlite3")


def copy_to(address: str, service: str) -> None:
    """A database of this address on PostgreSQL, anew."""
    name, model = urlsplit(address).path.lstrip("/"), on_postgresql(service, address)
    server = urlsplit(address)._replace(path="/postgres").geturl()
    _tell(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {model}")


def remove(folder: Path, server: str) -> None:
    """What PostgreSQL holds for the copies made from this folder."""
    for named in folder.glob(f"*/{NAME}"):
        _tell(server, f"DROP DATABASE IF EXISTS {named.read_text()}")


def _make(service: str, folder: Path, *, server: str = "") -> None:
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": f"article16.{service}.settings",
        "ARTICLE16_DATA": str(folder),
        f"ARTICLE16_{service.upper()}_DATABASE": _created(folder, server) if server else "",
    }
    command = [sys.executable, "-m", "tests.empty_databases", service]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{service} was not migrated:\n{done.stdout}{done.stderr}")


def _created(folder: Path, server: str) -> str:
    name, at = f"article16_empty_{secrets.token_hex(4)}", urlsplit(server)._replace(path="/postgres").geturl()
    _tell(at, f"CREATE DATABASE {name}")
    (folder / NAME).write_text(name)
    if SHARED not in os.environ:
        atexit.register(_tell, at, f"DROP DATABASE IF EXISTS {name}")
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _tell(server: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def main(service: str) -> None:
    from tests.service import make_pin

    (Path(os.environ["ARTICLE16_DATA"]) / service).mkdir(mode=0o700)
    make_pin(service)

    import django
    from django.core.management import call_command

    django.setup()

    from django.db import connection

    from article16.common.db import triggers

    call_command("migrate", interactive=False, verbosity=0)
    triggers.install(connection)


if __name__ == "__main__":
    main(sys.argv[1])
