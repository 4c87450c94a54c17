"""A gateway for short messages on this machine, as tests need it: it answers, refuses, or hangs up."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway(ThreadingHTTPServer):
    """What it was sent stands in `taken`; `status` is what it answers, 0 hangs up without a word."""

    daemon_threads = True

    def __init__(self) -> None:
        self.taken: list[dict[str, object]] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/send"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"headers": dict(self.headers), **json.loads(body)})

    def do_GET(self) -> None:
        self._answer({"path": self.path, "headers": dict(self.headers)})

    def _answer(self, what: dict[str, object]) -> None:
        if not self.server.status:
            self.connection.close()
            return
        self.server.taken.append(what)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


@contextmanager
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
