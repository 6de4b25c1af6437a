"""Signatures and time-stamps of bags: who vouches for one, and since when."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from archived import bag_files, with_data
from damages import make_again
from octavo.archive.bag import write_bag
from octavo.archive.signature import SIGNED, TAG_MANIFEST, UNSIGNED, examined, signatures, time_stamp
from octavo.archive.verify import EVENTS_LIST, SIGNATURES
from octavo.errors import InputError
from program import octavo


def run(*command: str | Path, data: bytes = b"") -> bytes:
    return subprocess.run([str(word) for word in command], input=data, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann's key, with a list beside it of who may sign: she alone."""
    path = tmp_path_factory.mktemp("keys") / "ann"
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ann", "-f", path)
    public = path.with_suffix(".pub").read_text(encoding="utf-8")
    path.with_name("signers").write_text(f"ann@example.org {public}", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return bag_files(with_data("text/errata-used-valid", tmp_path_factory.mktemp("edition") / "edition"))


@pytest.fixture
def bag(files: dict[str, bytes], key: Path, tmp_path: Path) -> Path:
    write_bag(tmp_path / "bag", {**files, **signatures(files, key)})
    return tmp_path / "bag"


def test_both_lists_are_signed_and_each_signature_names_its_signer(bag: Path, key: Path) -> None:
    damages, told = examined(bag, key.with_name("signers"))
    assert not damages
    assert told == [f"{name} is signed by ann@example.org" for name in SIGNED]
    damages, told = examined(bag, None)
    assert not damages and all("signed with ED25519 key SHA256:" in line for line in told) and len(told) == 2


def test_a_key_signs_the_same_bytes_alike(files: dict[str, bytes], key: Path) -> None:
    assert signatures(files, key) == signatures(files, key)


def test_an_unsigned_bag_says_what_it_does_not_show(files: dict[str, bytes], key: Path, tmp_path: Path) -> None:
    write_bag(tmp_path / "bag", files)
    assert examined(tmp_path / "bag", None) == ([], [UNSIGNED])
    damages, _ = examined(tmp_path / "bag", key.with_name("signers"))
    assert [item.path for item in damages] == [f"{TAG_MANIFEST}.sig"]


def test_lists_that_were_made_again_are_not_those_that_were_signed(bag: Path, key: Path) -> None:
    """The forger's way: a word changed in the words and in all lists of checksums."""
    path = bag / "data/proof/findings.json"
    path.write_bytes(path.read_bytes() + b" ")
    make_again(bag)
    for signers in (None, key.with_name("signers")):
        assert f"{TAG_MANIFEST}.sig" in [item.path for item in examined(bag, signers)[0]]


def test_events_are_signed_by_themselves(bag: Path) -> None:
    path = bag / EVENTS_LIST
    path.write_bytes(path.read_bytes() + b"\n")
    assert [item.path for item in examined(bag, None)[0]] == [f"{EVENTS_LIST}.sig"]
    (bag / f"{EVENTS_LIST}.sig").unlink()
    assert [item.message for item in examined(bag, None)[0]] == ["it is missing"]


def test_another_s_signature_is_no_signature_of_ours(
    bag: Path, files: dict[str, bytes], key: Path, tmp_path: Path
) -> None:
    other = tmp_path / "bob"
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other)
    for name, signature in signatures(files, other).items():
        (bag / name).write_bytes(signature)
    damages, _ = examined(bag, key.with_name("signers"))
    assert [item.message for item in damages] == ["none of the signers in signers has signed this"] * 2


def test_a_signature_for_another_purpose_does_not_count(bag: Path, key: Path) -> None:
    listed = (bag / TAG_MANIFEST).read_bytes()
    (bag / f"{TAG_MANIFEST}.sig").write_bytes(
        run("ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", key, data=listed)
    )
    assert [item.path for item in examined(bag, None)[0]] == [f"{TAG_MANIFEST}.sig"]


def test_what_is_no_key_is_refused_with_its_place(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("no key\n", encoding="utf-8")
    for name, message in (("none", "there is no such key"), ("key", "does not sign")):
        with pytest.raises(InputError) as raised:
            signatures(files, tmp_path / name)
        problem = raised.value.problems[0]
        assert message in problem.message and problem.place and problem.hint


STAMPING = """[ tsa ]
default_tsa = here
[ here ]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A time-stamping authority of the test's own."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(STAMPING, encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    purpose = "extendedKeyUsage=critical,timeStamping"
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    run("openssl", "req", *made, "-subj", "/CN=Stamps", "-days", "3650", "-addext", purpose)
    return folder


def stamp(authority: Path, data: bytes) -> bytes:
    (authority / "data").write_bytes(data)
    query = run("openssl", "ts", "-query", "-data", authority / "data", "-sha512", "-cert")
    (authority / "query").write_bytes(query)
    words = ["-queryfile", "query", "-inkey", "key.pem", "-signer", "cert.pem", "-config", "tsa.cnf"]
    command = ["openssl", "ts", "-reply", *words]
    subprocess.run([*command, "-out", "reply"], cwd=authority, check=True, capture_output=True)
    return (authority / "reply").read_bytes()


def test_a_time_stamp_of_the_list_is_packed_and_any_other_is_refused(
    bag: Path, files: dict[str, bytes], authority: Path, tmp_path: Path
) -> None:
    token = tmp_path / "token.tsr"
    token.write_bytes(stamp(authority, files[TAG_MANIFEST]))
    (bag / SIGNATURES[2]).write_bytes(time_stamp(files, token)[SIGNATURES[2]])
    damages, told = examined(bag, None)
    assert not damages and any("is a time-stamp" in line for line in told)
    token.write_bytes(stamp(authority, b"something else"))
    with pytest.raises(InputError, match="no time-stamp"):
        time_stamp(files, token)
    shutil.copy(token, bag / SIGNATURES[2])
    assert [item.path for item in examined(bag, None)[0]] == [SIGNATURES[2]]


def test_the_commands_sign_and_verify(key: Path, tmp_path: Path) -> None:
    edition = with_data("text/errata-used-valid", tmp_path / "edition")
    made = octavo("archive", str(edition), "--sign", str(key), "--zip")
    assert made.returncode == 0, made.stderr
    (packed,) = (edition / "build").glob("*.zip")
    for bag in (packed, packed.with_suffix("")):
        done = octavo("verify", str(bag), "--signers", str(key.with_name("signers")))
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{TAG_MANIFEST} is signed by ann@example.org" in done.stderr
    missing = octavo("archive", str(edition), "--sign", str(tmp_path / "none"))
    assert missing.returncode == 2 and "there is no such key" in missing.stderr
