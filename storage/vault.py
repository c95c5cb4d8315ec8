"""Seals what clients say under one key each, and keeps those keys wrapped by the keys of the operator's key file.

Three layers. The key file holds the operator's keys, newest first. They wrap random 32-byte keys that live in the
database: one per client, one for whatever belongs to no single client, one for blind indexes. A client's key seals
that client's fields. Rotation therefore rewrites the wrapped keys and no sealed field, and erasing a client is
dropping one wrapped key.
"""

import hmac
import secrets
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.keyfile import (
    BadKeyFile,
    KeyFileMissing,
    VaultError,
    add_newest_key,
    create_key_file,
    drop_older_keys,
    load_keys,
)

__all__ = [
    "BadKeyFile",
    "ClientKey",
    "IndexKey",
    "KeyFileMissing",
    "SealBroken",
    "Vault",
    "VaultError",
    "WrongKey",
    "add_newest_key",
    "create_key_file",
    "drop_older_keys",
    "load_keys",
]

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SEAL_VERSION = b"\x01"
KEYS_REMEMBERED = 1024

# Fernet has no associated data, so a wrapped key says inside its wrapping what it is for.
_FOR_SEALING = b"S"
_FOR_INDEX = b"I"
_NO_KEY_OPENS = "no key of the key file opens this database"


class WrongKey(VaultError):
    """No key of the key file opens a wrapped key."""


class SealBroken(VaultError):
    """A sealed value was changed, moved to another row, or sealed under another key."""


class ClientKey:
    """Seals and opens one client's fields (AES-256-GCM, 96-bit random nonce)."""

    __slots__ = ("_cipher",)

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(secret)

    def seal(self, plain: bytes, *, where: str) -> bytes:
        """Encrypt `plain` for one place, such as `entry|value|<row id>`.

        Returns:
            Version byte, 12 bytes of nonce, ciphertext, 16 bytes of tag: 29 bytes more than `plain`.
        """
        nonce = secrets.token_bytes(NONCE_BYTES)
        return SEAL_VERSION + nonce + self._cipher.encrypt(nonce, plain, _bound_to(where))

    def open(self, sealed: bytes, *, where: str) -> bytes:
        """Decrypt what `seal` made for the same place.

        Raises:
            SealBroken: it was changed, comes from another place, or was sealed under another key.
        """
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if sealed[:1] != SEAL_VERSION or len(body) < TAG_BYTES:
            raise SealBroken(f"{where}: not a sealed value of a known version")
        try:
            return self._cipher.decrypt(nonce, body, _bound_to(where))
        except InvalidTag:
            raise SealBroken(f"{where}: the sealed value does not belong here or was changed") from None


class IndexKey:
    """Turns a value into a blind index: equal values meet, and nobody without the key can tell which they were."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, kind: str, value: str) -> bytes:
        """HMAC-SHA256 (32 bytes) of `value`, apart from equal values of another `kind`.

        Raises:
            ValueError: `kind` holds a NUL, which divides it from the value.
        """
        if "\0" in kind:
            raise ValueError("the kind of an index holds no NUL")
        return hmac.digest(self._secret, f"{kind}\0{value}".encode(), "sha256")


class Vault:
    """Makes, opens and rewraps the keys the database keeps; opened ones are remembered, the latest 1,024 of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take the operator's keys, newest first, as `load_keys` returns them."""
        self._keys = tuple(keys)
        self._wrapping = MultiFernet([Fernet(key) for key in keys])
        self._client_keys = lru_cache(maxsize=KEYS_REMEMBERED)(self._client_key)
        self._index_keys = lru_cache(maxsize=KEYS_REMEMBERED)(self._index_key)

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The operator's keys, newest first, for a process of the coach's own that opens the same database."""
        return self._keys

    def new_client_key(self) -> bytes:
        """A new random key for sealing, wrapped by the newest of the operator's keys."""
        return self._new(_FOR_SEALING)

    def new_index_key(self) -> bytes:
        """A new random key for blind indexes, wrapped; made once per database, since an index outlives rotation."""
        return self._new(_FOR_INDEX)

    def open_client_key(self, wrapped: bytes) -> ClientKey:
        """Unwrap what `new_client_key` or `rewrap` returned.

        Raises:
            WrongKey: none of the operator's keys opens it, or it is not a key for sealing.
        """
        return self._client_keys(wrapped)

    def open_index_key(self, wrapped: bytes) -> IndexKey:
        """Unwrap what `new_index_key` or `rewrap` returned.

        Raises:
            WrongKey: none of the operator's keys opens it, or it is not a key for indexes.
        """
        return self._index_keys(wrapped)

    def rewrap(self, wrapped: bytes) -> bytes:
        """Wrap the same key anew under the newest of the operator's keys.

        Raises:
            WrongKey: none of the operator's keys opens it.
        """
        try:
            return self._wrapping.rotate(wrapped)
        except InvalidToken:
            raise WrongKey(_NO_KEY_OPENS) from None

    def forget(self) -> None:
        """Drop every opened key from memory, as after erasing a client."""
        self._client_keys.cache_clear()
        self._index_keys.cache_clear()

    def _new(self, purpose: bytes) -> bytes:
        return self._wrapping.encrypt(purpose + secrets.token_bytes(KEY_BYTES))

    def _client_key(self, wrapped: bytes) -> ClientKey:
        return ClientKey(self._unwrap(wrapped, _FOR_SEALING))

    def _index_key(self, wrapped: bytes) -> IndexKey:
        return IndexKey(self._unwrap(wrapped, _FOR_INDEX))

    def _unwrap(self, wrapped: bytes, purpose: bytes) -> bytes:
        try:
            plain = self._wrapping.decrypt(wrapped)
        except InvalidToken:
            raise WrongKey(_NO_KEY_OPENS) from None
        if plain[:1] != purpose or len(plain) != 1 + KEY_BYTES:
            raise WrongKey("a wrapped key was made for another purpose")
        return plain[1:]


def _bound_to(where: str) -> bytes:
    return f"v1|{where}".encode()
