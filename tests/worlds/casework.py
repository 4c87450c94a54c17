"""Casework in one world: its real pages, actions and commands, asked by a fixed cast."""

import shutil
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client as Browser
from django.test.client import ClientHandler

from article16.casework import commands
from article16.common.accounts import actions as accounts
from article16.common.accounts import service_key
from article16.common.accounts.models import Programme, Staff
from article16.wall.outbox.pins import forget_pins
from tests import service
from tests.worlds import observing, planting, steps, sweep
from tests.worlds.fate import Fate
from tests.worlds.watching import Watch, forbidden_modules

Answer = dict[str, Any]

# Every role once, and Ben, who works in another programme.
CAST = {
    "ana": ("Ana Ferreira", "facilitator", "graz"),
    "peter": ("Peter Sand", "intake", "graz"),
    "miriam": ("Miriam Vogel", "manager", "graz"),
    "tom": ("Tom Reuter", "auditor", "graz"),
    "ida": ("Ida Berg", "administrator", ""),
    "ben": ("Ben Okoro", "facilitator", "prison"),
}
NOBODY = "nobody"  # has not signed in


class Casework:
    """The world as a script sees it: ask as somebody, wait, look at what is there."""

    def __init__(self, fate: Fate) -> None:
        self.fate = fate
        self._watch = Watch(settings.DATA_FOLDER.parent / "support")
        self._leak = ExitStack()
        self._browsers: dict[str, Browser] = {}
        self._handler: Any = None
        self._answers: list[Answer] = []
        self.orders = {
            "fill": self.fill,
            "reset": self.reset,
            "step": self.step,
            "sweep": self.sweep,
            "left_behind": self.left_behind,
        }
        settings.EMAIL_BACKEND = "tests.worlds.observing.Post"

    def fill(self) -> None:
        """The first start, then programmes and staff, before any script."""
        commands.prepare([])
        at = self.fate.now
        names = {"graz": "Graz programme", "prison": "Prison programme"}
        places = {code: accounts.add_programme(name=name, code=code, by="", at=at) for code, name in names.items()}
        for name, role, place in CAST.values():
            service.make_person(name, role, places.get(place), at=at)
        connections.close_all()

    def reset(self, *, template: str, leak: str = "", hers: int = 0) -> None:
        """Begin again with the data folder of the template. `leak`: planted from here on, knowing `hers`."""
        self._leak.close()
        connections.close_all()
        folder = settings.DATA_FOLDER
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(Path(template) / "casework", folder)
        self._forget()
        if leak:
            self._leak.enter_context(planting.planted(leak, hers))
            self._handler = None

    def _forget(self) -> None:
        """As after a start of the process."""
        forget_pins()
        service_key._key.cache_clear()
        cache.clear()
        mail.outbox = []
        self._browsers, self._answers = {}, []
        self._watch.reached.clear()

    def step(self, *, name: str, arguments: dict[str, Any], at: float, number: int) -> list[Answer]:
        """One step of the script: everything it answered, and the state of every table after it."""
        self.fate.set(at=at, seed=f"{number} {name}")
        self._answers = []
        steps.STEPS[name].run(self, **arguments)
        return [*self._answers, {"asked": f"rows after {name}", **observing.rows_in_short()}]

    def sweep(self, *, at: float, turn: int | None) -> list[Answer]:
        """Every address for everybody, as generated from the URL table.

        `turn`: where a role finds nothing in any case it looks each fourth time only, at other addresses each turn.
        """
        self.fate.set(at=at, seed="sweep")
        self._browsers, self._answers = {}, []
        addresses = sweep.addresses()
        for who in (*CAST, NOBODY):
            role, place = CAST[who][1:] if who in CAST else ("", "")
            for number, address in enumerate(addresses):
                if turn is None or (number + turn) % 4 == 0 or address.opens(role, place):
                    self.get(who, address.path)
        return self._answers

    def left_behind(self) -> Answer:
        """Rows, files, mail, cache; and what was reached for that must not be."""
        seen = observing.left_behind(folder=settings.DATA_FOLDER, beside=(settings.PIN_FILE.parent, Path.cwd()))
        seen["reached"] = sorted({*self._watch.reached})
        seen["loaded"] = forbidden_modules()
        connections.close_all()
        return seen

    # What steps use.

    def get(self, who: str, address: str, *, typed: str | None = None, declared: bool = False) -> Any:
        """`declared`: the page of a declared release, whose one value is not compared."""
        return self._asked(self._browser(who).get(address), f"GET {address} as {who}", typed, declared)

    def post(self, who: str, address: str, data: dict[str, str], *, typed: str | None = None) -> Any:
        return self._asked(self._browser(who).post(address, data), f"POST {address} as {who}", typed)

    def run(self, command: Any, asked: str) -> None:
        self._answers.append(observing.printed(command, asked))

    def once(self, who: str, address: str) -> str:
        """The token of the form on this page."""
        return service.once(self._browser(who), address)

    def wait(self, minutes: float) -> None:
        self.fate.move_to(self.fate.now + timedelta(minutes=minutes))

    def sign_in_again(self, who: str) -> None:
        """In the same browser, with its other cookies."""
        fresh = service.signed_in(self._staff(who))
        name = settings.SESSION_COOKIE_NAME
        self._browser(who).cookies[name] = fresh.cookies[name].value

    def programme(self, code: str) -> str:
        return str(Programme.objects.get(code=code).pk)

    def staff_id(self, who: str) -> str:
        return str(self._staff(who).pk)

    @staticmethod
    def _staff(who: str) -> Staff:
        return Staff.objects.get(email=f"{who}@example.org")

    def _browser(self, who: str) -> Browser:
        if who not in self._browsers:
            browser = Browser() if who == NOBODY else service.signed_in(self._staff(who))
            browser.defaults["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
            browser.raise_request_exception = False
            self._handler = self._handler or ClientHandler(enforce_csrf_checks=False)
            browser.handler = self._handler
            self._browsers[who] = browser
        return self._browsers[who]

    def _asked(self, response: Any, asked: str, typed: str | None, declared: bool = False) -> Any:
        self._answers.append(observing.answer(response, asked, typed=typed, declared=declared))
        return response
