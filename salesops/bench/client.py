"""A browser's side of a measurement: one kept connection, cookies, gzip."""

import gzip
import http.client
import re
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin

from salesops.bench.counting import HEADER

IDLE = 3.0
"""The server hangs up after five seconds of silence."""

ASSET = re.compile(r"""(?:href|src)="(/static/[^"#]+)""")
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"']+\.js)["']""")


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    seconds: float
    queries: int
    gzipped: bool
    location: str

    @property
    def weight(self) -> int:
        """Bytes on the wire behind a proxy that compresses."""
        return len(self.body) if self.gzipped else len(gzip.compress(self.body, 6))

    @property
    def text(self) -> str:
        return (gzip.decompress(self.body) if self.gzipped else self.body).decode()


class Client:
    def __init__(self, port: int) -> None:
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.used = 0.0

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, fields: dict[str, object]) -> Answer:
        token = self.cookies.get("csrftoken", "")
        return self.send("POST", path, urlencode({**fields, "csrfmiddlewaretoken": token}, doseq=True))

    def send(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {
            "Accept-Encoding": "gzip",
            "Accept-Language": "zh-CN",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self.used > IDLE:
            self.connection.close()
            self.connection.connect()
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - started
        self.used = time.monotonic()
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(
            response.status,
            content,
            seconds,
            int(response.headers.get(HEADER, "0")),
            response.headers.get("Content-Encoding") == "gzip",
            response.headers.get("Location", ""),
        )

    def sign_in(self, login: str, password: str) -> Answer:
        """The answer to the form. Raises RuntimeError when it did not let us in."""
        self.cookies.clear()
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", {"login": login, "password": password})
        if answer.status != 302:
            raise RuntimeError(f"{login} was not let in: {answer.status}")
        return answer

    def first_page(self, path: str) -> tuple[int, int]:
        """Bytes of a page with all it loads, and how many of them are scripts, both compressed."""
        page = self.get(path)
        whole, scripts = page.weight, 0
        waiting, seen = list(dict.fromkeys(ASSET.findall(page.text))), set[str]()
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            asset = self.get(address)
            whole += asset.weight
            if address.split("?")[0].endswith(".js"):
                scripts += asset.weight
                waiting += [urljoin(address, found) for found in IMPORT.findall(asset.text)]
        return whole, scripts
