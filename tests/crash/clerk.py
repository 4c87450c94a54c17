"""A person at a browser who takes men in, and sends a form again when no answer came."""

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

TIMEOUT = 15.0  # seconds for an answer
_HIDDEN = r'name="%s" value="([^"]+)"'


class NoAnswer(Exception):
    """The line broke, or the answer was none that says the form was saved or refused."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


class Browser:
    """Cookies and forms, over plain HTTP to one port of this machine."""

    def __init__(self, port: int, host: str) -> None:
        self._port, self._host = port, host
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, data: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(data))

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the form on this page."""
        page = self.get(path)
        if page.status != 200:
            raise NoAnswer(f"{path}: {page.status} {page.location}")
        names = ("csrfmiddlewaretoken", "once")
        return {name: found[1] for name in names if (found := re.search(_HIDDEN % name, page.text))}

    def enter(self, email: str) -> None:
        """The demonstration's button."""
        done = self.post("/sign-in/demo/", {**self.form("/sign-in/"), "email": email})
        if done.status != 302:
            raise NoAnswer(f"sign-in: {done.status}")

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Host": self._host, "Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request(method, path, body, headers)
            response = line.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as broken:
            raise NoAnswer(type(broken).__name__) from None
        finally:
            line.close()
        for given in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(given).items()}
        return Answer(response.status, response.headers.get("Location", ""), text)


@dataclass
class Clerk:
    """Takes in one man after the other until told to stop; remembers what was acknowledged."""

    port: int
    host: str
    name: str
    stop: threading.Event
    saved: dict[str, str] = field(default_factory=dict)  # his name to the address of his file
    asked: set[str] = field(default_factory=set)  # names that were sent, answered or not
    again: int = 0  # forms sent a second time
    wrong: list[str] = field(default_factory=list)

    def work(self) -> None:
        browser: Any = None
        while not self.stop.is_set():
            try:
                if browser is None:
                    browser = Browser(self.port, self.host)
                    browser.enter("peter@demo.invalid")
                self._take_in(browser)
            except NoAnswer:
                browser = browser if browser and browser._cookies else None
                time.sleep(0.05)

    def _take_in(self, browser: Browser) -> None:
        name = f"{self.name} {len(self.asked)}"
        form = browser.form("/clients/add/")
        data = {
            **form,
            "name": name,
            "birth_date": "",
            "programme": _programme(browser),
            "for_her_service": words(name),
            "same": "another",  # men with names alike: the page would ask who he is
        }
        self.asked.add(name)
        while name not in self.saved and not self.stop.is_set():
            self._send(browser, name, data)
        if name in self.saved and len(self.saved) % 5 == 0:
            self._send(browser, name, data)  # a double click, long after

    def _send(self, browser: Browser, name: str, data: dict[str, str]) -> None:
        try:
            done = browser.post("/clients/add/", data)
        except NoAnswer:
            self.again += 1
            time.sleep(0.05)
            return
        if done.status == 302 and done.location.startswith("/clients/"):
            if self.saved.setdefault(name, done.location) != done.location:
                self.wrong.append(f"{name} was saved at {self.saved[name]} and again at {done.location}")
        elif done.status != 503:
            self.wrong.append(f"{name}: {done.status} {done.location}")
            time.sleep(0.05)


def words(name: str) -> str:
    """What the clerk types for her service about this man: the marker that must lie nowhere in clear."""
    return f"CANARY-7f3a9c {name} CANARY-7f3a9c"


def _programme(browser: Browser) -> str:
    page = browser.get("/clients/add/")
    found = re.search(r'name="programme" value="([0-9a-f-]{36})"', page.text)
    if not found:
        raise NoAnswer("no programme")
    return found[1]
