"""A door in front of a server: open, shut (connections are refused) or silent (they are taken, and nobody answers)."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Literal

Position = Literal["open", "shut", "silent"]


class Valve:
    """Listens on a port of its own and passes bytes to a Unix socket, as long as it is open."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.position: Position = "shut"
        self._listener: socket.socket | None = None
        self._held: set[socket.socket] = set()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])

    def turn(self, position: Position) -> None:
        """What is connected when the door shuts, or opens again after a silence, is hung up."""
        if position != "silent" or self.position == "shut":
            self._hang_up()
        self.position = position
        if position != "shut" and self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=200)
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _hang_up(self) -> None:
        if self._listener is not None:
            # close() alone would leave the port to the accept() that waits on it.
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for held in list(self._held):
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()
        self._held.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            self._held.add(client)
            if self.position == "open":
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.upstream)
                self._held.add(server)
                for source, target in ((client, server), (server, client)):
                    threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.position == "open":
                    target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)
