"""Her service in one world. Nothing of it may be seen in casework."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone

from article16.common.accounts import actions as accounts
from article16.support import commands
from article16.support.keys import zone
from article16.wall.inbox import slots
from tests import service
from tests.worlds import hers


class Support:
    """The world as her service's events see it."""

    def __init__(self) -> None:
        self.orders = {"fill": self.fill, "reset": self.reset, "happen": self.happen}

    def fill(self) -> None:
        commands.prepare([])
        at = timezone.now()
        place = accounts.add_programme(name="Women's service Graz", code="graz", by="", at=at)
        service.make_person("Sara Lindqvist", "worker", place, at=at)
        service.make_person("Leyla Haddad", "lead", place, at=at)
        service.make_person("Nora Weiss", "administrator", at=at)
        connections.close_all()

    def reset(self, *, template: str) -> None:
        """Her database as in the template; the inbox's file is emptied, because its process runs on."""
        connections.close_all()
        folder = settings.DATA_FOLDER
        for old in folder.glob("*support.sqlite3*"):
            old.unlink()
        for name in ("support.sqlite3", "zone.key.json", "secret-key", "box-key"):
            source = Path(template) / "support" / name
            if source.exists():
                shutil.copy2(source, folder / name)
        shutil.rmtree(folder / "audit", ignore_errors=True)
        with slots.connect(settings.WALL_ARRIVALS) as arrivals:
            arrivals.execute("DELETE FROM inbox_arrival")
        zone.forget_pins()

    def happen(self, *, name: str) -> Any:
        hers.EVENTS[name](self)

    @staticmethod
    def database() -> Path:
        return Path(settings.DATABASES["default"]["NAME"])
