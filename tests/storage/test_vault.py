"""What the vault promises: only the right key in the right place opens a value."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import (
    BadKeyFile,
    ClientKey,
    KeyFileMissing,
    SealBroken,
    Vault,
    WrongKey,
    add_newest_key,
    create_key_file,
    drop_older_keys,
    load_keys,
)

OLD, NEW = b"A" * 43 + b"=", b"B" * 42 + b"A="

# Made once by this code; a change that cannot open them loses what clients wrote.
KEPT_KEY = b"YQ2Yk1WrajEEHJFSZDidmNT0CHObKRw7v1cDijujBgs="
KEPT_WRAPPED = (
    b"gAAAAABrA1Cr5TV2Dh108XesBNiiQEEFemMJt7vXwWdaSCH5fYbOkxLwZXZan30VpcwBfvzRWwkNVYTk99u4J8SO5RihDg64FjNG"
    b"OUbnntPfYl9YN7ZxE7iRPCk3mEY8-sEFKB9eUoNH"
)
KEPT_SEALED = bytes.fromhex(
    "014be9900a181fb90bc2f047dcde1f02a7e1666a3731136fbc139d60a0a8bb2fc42e27b143436e0ba33a254339a95ea808dea0"
    "4049f9658a9dcb6f"
)
KEPT_INDEX = (
    b"gAAAAABrA1Cr9pcFhXlPmYd1zMxJDZh4N0xpCAi438c25lCF8xRQpzfaisyELsUCh4TED4c5qdLWwLlBQNVFg_h3D4cFyZKDaKU8"
    b"I5gCCU15uIjd9Dq5LUmaz13NeSKZm_YS-fY5QMqS"
)


@pytest.fixture
def vault() -> Vault:
    return Vault([OLD])


@pytest.fixture
def key(vault: Vault) -> ClientKey:
    return vault.open_client_key(vault.new_client_key())


def test_value_sealed_by_an_earlier_version_still_opens() -> None:
    opened = Vault([KEPT_KEY]).open_client_key(KEPT_WRAPPED).open(KEPT_SEALED, where="entry|value|7")
    assert opened == b"Three sounds, then the kettle."


def test_index_of_an_earlier_version_still_meets() -> None:
    index = Vault([KEPT_KEY]).open_index_key(KEPT_INDEX).of("chat", "7")
    assert index.hex() == "0d91952706f3d8e4d52c3b644ccdba8ca989b6c76cefbf687019dba388dcf103"


@given(plain=st.binary(max_size=5000), where=st.text(st.characters(codec="utf-8"), max_size=80))
def test_anything_sealed_opens_in_its_place(plain: bytes, where: str) -> None:
    key = ClientKey(b"k" * 32)
    sealed = key.seal(plain, where=where)
    assert key.open(sealed, where=where) == plain
    assert len(sealed) == len(plain) + 29


def test_same_words_never_look_the_same(key: ClientKey) -> None:
    assert key.seal(b"tea", where="entry|value|1") != key.seal(b"tea", where="entry|value|1")


def test_value_moved_to_another_row_is_refused(key: ClientKey) -> None:
    sealed = key.seal(b"tea", where="entry|value|1")
    with pytest.raises(SealBroken, match=r"entry\|value\|2"):
        key.open(sealed, where="entry|value|2")


def test_value_of_another_client_is_refused(vault: Vault, key: ClientKey) -> None:
    other = vault.open_client_key(vault.new_client_key())
    with pytest.raises(SealBroken):
        other.open(key.seal(b"tea", where="entry|value|1"), where="entry|value|1")


@pytest.mark.parametrize("position", [0, 1, 12, 13, -17, -1])
def test_one_flipped_bit_is_refused(key: ClientKey, position: int) -> None:
    sealed = bytearray(key.seal(b"tea", where="entry|value|1"))
    sealed[position] ^= 1
    with pytest.raises(SealBroken):
        key.open(bytes(sealed), where="entry|value|1")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"n" * 12, b"\x01" + b"n" * 12 + b"t" * 15])
def test_fragment_is_refused_by_name(key: ClientKey, sealed: bytes) -> None:
    with pytest.raises(SealBroken, match="known version"):
        key.open(sealed, where="entry|value|1")


def test_refusal_does_not_quote_the_value(key: ClientKey) -> None:
    with pytest.raises(SealBroken) as refused:
        key.open(b"\x02canary", where="entry|value|1")
    assert "canary" not in str(refused.value)


def test_key_wrapped_under_a_strange_key_is_refused(vault: Vault) -> None:
    wrapped = Vault([NEW]).new_client_key()
    with pytest.raises(WrongKey):
        vault.open_client_key(wrapped)
    with pytest.raises(WrongKey):
        vault.rewrap(wrapped)


def test_key_for_indexes_does_not_seal(vault: Vault) -> None:
    with pytest.raises(WrongKey, match="another purpose"):
        vault.open_client_key(vault.new_index_key())
    with pytest.raises(WrongKey, match="another purpose"):
        vault.open_index_key(vault.new_client_key())


def test_rotation_keeps_every_sealed_value_and_index(vault: Vault) -> None:
    wrapped, wrapped_index = vault.new_client_key(), vault.new_index_key()
    sealed = vault.open_client_key(wrapped).seal(b"tea", where="entry|value|1")
    index = vault.open_index_key(wrapped_index).of("chat", "7")
    both = Vault([NEW, OLD])
    after = Vault([NEW])
    assert after.open_client_key(both.rewrap(wrapped)).open(sealed, where="entry|value|1") == b"tea"
    assert after.open_index_key(both.rewrap(wrapped_index)).of("chat", "7") == index
    with pytest.raises(WrongKey):
        after.open_client_key(wrapped)


def test_new_keys_are_wrapped_by_the_newest() -> None:
    wrapped = Vault([NEW, OLD]).new_client_key()
    assert isinstance(Vault([NEW]).open_client_key(wrapped), ClientKey)
    with pytest.raises(WrongKey):
        Vault([OLD]).open_client_key(wrapped)


def test_opened_key_is_remembered_until_forgotten(vault: Vault) -> None:
    wrapped = vault.new_client_key()
    first = vault.open_client_key(wrapped)
    assert vault.open_client_key(wrapped) is first
    vault.forget()
    assert vault.open_client_key(wrapped) is not first


def test_index_keeps_kinds_apart(vault: Vault) -> None:
    index = vault.open_index_key(vault.new_index_key())
    assert index.of("chat", "7") == index.of("chat", "7")
    assert index.of("chat", "7") != index.of("user", "7")
    assert index.of("chat", "7") != index.of("chat", "77")
    with pytest.raises(ValueError, match="NUL"):
        index.of("chat\0", "7")


def test_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "coach" / "key"
    assert create_key_file(path)
    kept = path.read_bytes()
    assert not create_key_file(path)
    assert path.read_bytes() == kept
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["key"]


def test_made_key_file_loads(tmp_path: Path) -> None:
    path = tmp_path / "key"
    create_key_file(path)
    assert Vault(load_keys(path)).new_client_key()


def test_key_file_under_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(BadKeyFile, match="cannot be made") as refused:
        create_key_file(tmp_path / "taken" / "key")
    assert "\n" not in str(refused.value)


def test_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissing, match="there is no key file"):
        load_keys(tmp_path / "key")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"not a key\n", "line 1"),
        (OLD + b"\n" + OLD[:20], "line 2"),
        (b"\xff" * 44, "line 1"),
    ],
)
def test_bad_key_file_is_refused_without_quoting_it(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(BadKeyFile, match=said) as refused:
        load_keys(path)
    assert "not a key\n" not in str(refused.value)
    assert OLD[:20].decode() not in str(refused.value)


def test_folder_in_place_of_the_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadKeyFile, match="cannot be read"):
        load_keys(tmp_path)


def test_new_key_stands_on_top_until_the_older_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "key"
    create_key_file(path)
    [first] = load_keys(path)
    add_newest_key(path)
    newest, older = load_keys(path)
    assert older == first
    drop_older_keys(path)
    assert load_keys(path) == (newest,)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
