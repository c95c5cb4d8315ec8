"""Carries Bot API calls over aiohttp, and tells what was surely not sent from what may have arrived."""

import asyncio
import io
import json
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urlencode

import aiohttp
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

# All of these happen before the first byte of the request leaves.
_BEFORE_SENDING = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)


class NotSent(NetworkError):
    """The call never left this machine: nothing can have happened, and it may safely be made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds to wait at most for each stage of a call; None waits for ever.

    `read` counts from the last byte sent or received, `pool` is the wait for a free connection, and `upload` takes
    the place of `write` for a call that carries files and names no time of its own.
    """

    read: float | None = 5.0
    write: float | None = 5.0
    connect: float | None = 5.0
    pool: float | None = 5.0
    upload: float | None = 30.0


class AiohttpRequest(BaseRequest):
    """PTB's way to Telegram over one pool of kept-alive connections.

    A call raises `NotSent` when it surely did not leave, `TimedOut` or another `NetworkError` when it may have
    arrived, and otherwise what PTB makes of Telegram's answer. No message holds an address, a token or a body.
    """

    __slots__ = ("_connections", "_proxy", "_session", "_timeouts")

    def __init__(
        self, *, connections: int = 256, timeouts: Timeouts | None = None, proxy: str | None = None
    ) -> None:
        """Open nothing yet; that is for `initialize`.

        Args:
            connections: how many may be open at once.
            timeouts: used where a call names none of its own.
            proxy: address of an HTTP proxy; none is taken from the environment.
        """
        self._connections = connections
        self._timeouts = timeouts or Timeouts()
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds a call waits for an answer unless it says otherwise."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Make the pool; a second call changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )

    async def shutdown(self) -> None:
        """Close the pool; a second call changes nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call.

        Returns:
            HTTP status and body; the body of a refusal that is no JSON object is replaced by an empty one.

        Raises:
            NotSent, TimedOut, NetworkError: see the class.
            BadRequest: the parameters hold something that is no text.
        """
        if self._session is None:
            raise NotSent("the transport is not open")
        body, headers = _body(request_data)
        uploads = request_data is not None and request_data.contains_files
        limits = Timeouts(
            read=_seconds(read_timeout, self._timeouts.read),
            write=_seconds(write_timeout, self._timeouts.upload if uploads else self._timeouts.write),
            connect=_seconds(connect_timeout, self._timeouts.connect),
            pool=_seconds(pool_timeout, self._timeouts.pool),
        )
        try:
            return await self._exchange(self._session, method, url, body=body, headers=headers, limits=limits)
        except Exception as problem:
            _tell_apart(problem, url)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer, without PTB's habit of writing an unreadable one into the log.

        Raises:
            NetworkError: it is no JSON object.
        """
        answer = _object(payload)
        if answer is None:
            raise NetworkError("the answer is not a JSON object")
        return answer

    async def _exchange(
        self,
        session: aiohttp.ClientSession,
        method: str,
        url: str,
        *,
        body: bytes | aiohttp.FormData | None,
        headers: dict[str, str],
        limits: Timeouts,
    ) -> tuple[int, bytes]:
        # A redirect is not followed: it would carry the token, and perhaps send twice.
        call = session.request(
            method,
            url,
            data=body,
            headers=headers,
            proxy=self._proxy,
            allow_redirects=False,
            timeout=_for_aiohttp(limits),
        )
        # aiohttp bounds connecting and reading but not writing, so the whole way to the first answer is bounded.
        async with asyncio.timeout(_sum(limits.pool, limits.connect, limits.write, limits.read)):
            response = await call
        async with response:
            payload = await response.read()
        readable = response.ok or _object(payload) is not None
        return response.status, payload if readable else b"{}"


def _seconds(given: object, default: float | None) -> float | None:
    """PTB marks "not given" by an object of its own; None means no limit."""
    if given is None:
        return None
    return float(given) if isinstance(given, int | float) else default


def _sum(*parts: float | None) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _for_aiohttp(limits: Timeouts) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=None,
        connect=_sum(limits.pool, limits.connect),
        sock_connect=limits.connect,
        sock_read=limits.read,
    )


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if request_data is None:
        return None, {}
    if request_data.contains_files:
        return _multipart(request_data), {}
    return urlencode(_texts(request_data)).encode(), FORM


def _texts(request_data: RequestData) -> dict[str, str]:
    texts = request_data.json_parameters
    try:
        for text in texts.values():
            text.encode()
    except UnicodeEncodeError:
        raise BadRequest("a parameter holds half a character") from None
    return texts


def _multipart(request_data: RequestData) -> aiohttp.FormData:
    # Telegram takes file names as they are; quoted ones would reach the client as "%C3%A9".
    form = aiohttp.FormData(quote_fields=False)
    for name, text in _texts(request_data).items():
        form.add_field(name, text)
    for name, part in request_data.multipart_data.items():
        filename, content, kind = part
        form.add_field(name, _readable(content), filename=filename, content_type=kind)
    return form


def _readable(content: object) -> object:
    """As a file, which aiohttp sends piece by piece; bytes at once would block the loop, and it warns of that."""
    return io.BytesIO(content) if isinstance(content, bytes) else content


def _object(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _tell_apart(problem: Exception, url: str) -> NoReturn:
    kind, shown = type(problem).__name__, f"{problem!s}{problem!r}"
    # Some of aiohttp's exceptions quote the address, and the token stands in it: those are not passed on.
    cause = None if url in shown or "://" in shown else problem
    if isinstance(problem, _BEFORE_SENDING):
        raise NotSent(f"no connection ({kind})") from cause
    if isinstance(problem, TimeoutError):
        raise TimedOut(f"no answer in time ({kind})") from cause
    raise NetworkError(f"the call broke off ({kind})") from cause
