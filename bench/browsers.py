"""Clients that ask a real server over loopback, one connection each, all at once."""

import http.client
import threading
from collections.abc import Callable, Mapping, Sequence
from random import Random
from time import perf_counter, sleep
from urllib.parse import urlencode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Browser:
    """One kept connection with the cookies of one sign-in."""

    def __init__(self, host: str, port: int, cookies: Mapping[str, str]) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self._headers = {"Host": f"{host}:{port}", "Cookie": cookie}

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> None:
        """A page, or a form that is saved and leads elsewhere. Any other answer is an error."""
        if form is None:
            self._line.request("GET", path, headers=self._headers)
        else:
            self._line.request("POST", path, urlencode(form), self._headers | FORM)
        answer = self._line.getresponse()
        answer.read()
        if answer.status != (200 if form is None else 302):
            raise RuntimeError(f"{path} answered {answer.status}.")

    def close(self) -> None:
        self._line.close()


def together(
    browsers: Sequence[Browser], act: Callable[[Browser, int], object], times: int, *, pause: float = 0
) -> list[float]:
    """Every browser acts so many times, all begin together; milliseconds of each act.

    `pause`: seconds on average before each act, as a person needs them; without it each acts as fast as it can.
    """
    begin = threading.Barrier(len(browsers))
    found: list[float] = []
    failed: list[Exception] = []

    def work(browser: Browser, chance: Random) -> None:
        begin.wait()
        try:
            for turn in range(times):
                sleep(chance.uniform(0, 2 * pause))
                begun = perf_counter()
                act(browser, turn)
                found.append((perf_counter() - begun) * 1000)
        except Exception as error:
            failed.append(error)

    chances = [Random(number) for number, _ in enumerate(browsers)]  # noqa: S311  because pauses are no secret
    threads = [threading.Thread(target=work, args=pair) for pair in zip(browsers, chances, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return found
