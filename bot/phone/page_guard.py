"""Who may talk to the page: this computer's own browser, with the link it was given, and nobody else."""

from __future__ import annotations

import ipaddress
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.phone.refusals import PhoneRefused

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; script-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class PageRefused(Exception):
    """The page will not do this: an HTTP status of 4xx and one line for people."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(line)
        self.status = status
        self.line = line


@dataclass(slots=True)
class Gate:
    """The one-time token of the link, and the session value it is exchanged for."""

    token: str | None
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    # Cookies ignore ports: two practices on one computer would otherwise take each other's.
    cookie: str = field(default_factory=lambda: f"practice_{secrets.token_hex(4)}")

    def spend(self, given: str) -> bool:
        """Whether `given` is the token; it is so only once."""
        if self.token is None or not secrets.compare_digest(given.encode(), self.token.encode()):
            return False
        self.token = None
        return True

    def knows(self, request: web.Request) -> bool:
        """Whether the request carries this practice's session."""
        return secrets.compare_digest(request.cookies.get(self.cookie, "").encode(), self.session.encode())


def is_loopback(host: str) -> bool:
    """Whether a host name or address, without a port, can only be this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def make_guard(gate: Gate) -> Middleware:
    """The outermost middleware: host, session and origin, then the headers; every refusal becomes one JSON line."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _check(gate, request)
            return await handler(request)
        except PageRefused as refused:
            return _line(refused.status, refused.line)
        except PhoneRefused as refused:
            return _line(409, str(refused))
        except web.HTTPException as answer:
            return answer if answer.status < 400 else _line(answer.status, answer.reason)
        except ConnectionResetError:
            raise
        except Exception:
            _log.exception("the page could not answer %s %s", request.method, request.path)
            return _line(500, "This broke inside the practice; the log says where.")

    return guard


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Signal handler (`on_response_prepare`): the headers that keep the page to itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def _check(gate: Gate, request: web.Request) -> None:
    if not is_loopback(_host_of(request)):
        raise PageRefused(403, "This page answers this computer only.")
    if request.path == "/" and "k" in request.query:
        return
    if not gate.knows(request):
        raise PageRefused(403, "Open the page with the link that was printed at the start.")
    if request.method != "GET" and not _is_own(request):
        raise PageRefused(403, "This request came from another page.")


def _host_of(request: web.Request) -> str:
    return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""


def _is_own(request: web.Request) -> bool:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and origin in (None, f"{request.scheme}://{request.host}")


def _line(status: int, line: str) -> web.Response:
    return web.json_response({"error": line}, status=status)
