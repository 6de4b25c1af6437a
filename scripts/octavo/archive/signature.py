"""Who vouches for a bag, and since when: detached signatures (OpenSSH, SSHSIG) and a time-stamp (RFC 3161).

The tag manifest names every file but the events, which have a list of their own: each of the two lists is signed. A
signature is no part of what it signs, so that bags with and without one are the same bytes otherwise.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from octavo import children
from octavo.archive.verify import EVENTS_LIST, SIGNATURES, Damage, is_own
from octavo.errors import InputError, Place, Problem, ToolMissing

_LARGEST_TOKEN = 1 << 20
"""Bytes of a time-stamp, which has some thousand with all its certificates."""
NAMESPACE = "octavo-bag"
"""What the signature is for (``ssh-keygen -n``): one that was made for something else does not count."""
TAG_MANIFEST = "tagmanifest-sha512.txt"
SIGNED = (TAG_MANIFEST, EVENTS_LIST)
TOKEN = SIGNATURES[2]
UNSIGNED = "not signed: shows damage, not forgery"
_DIGESTS = ("sha256", "sha384", "sha512")
"""What a time-stamp may hold of the list (RFC 3161, 2.4.1, messageImprint)."""
_OCTETS = b"\x04"
"""The tag of an OCTET STRING (ITU-T X.690, 8.7); all lengths here take one byte."""


def signatures(files: Mapping[str, bytes], key: Path) -> dict[str, bytes]:
    """The signatures of a bag’s lists by a key as ssh-keygen makes it; raises InputError where it cannot sign."""
    refuse_no_key(key)
    made = {}
    for name in SIGNED:
        done = children.run([_ssh_keygen(), "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key)], files[name])
        if done.returncode or b"BEGIN SSH SIGNATURE" not in done.stdout:
            reason = " ".join(done.stderr.decode(errors="replace").split())
            hint = "name a private key of ssh-keygen; one with a passphrase is asked of ssh-agent by its .pub file"
            raise InputError(f"this key does not sign: {reason or 'it is none'}", place=Place(key), hint=hint)
        made[f"{name}.sig"] = done.stdout
    return made


def refuse_no_key(key: Path) -> None:
    """Raise InputError where there is no key, and ToolMissing where nothing can sign with it."""
    if not key.is_file():
        hint = "ssh-keygen -t ed25519 -f FILE makes a key; the file without .pub is the one that signs"
        raise InputError("there is no such key", place=Place(key), hint=hint)
    _ssh_keygen()


def time_stamp(files: Mapping[str, bytes], token: Path) -> dict[str, bytes]:
    """A time-stamp of a bag’s tag manifest, from a file; raises InputError where it is of another list."""
    if token.exists() and not token.is_file():
        raise InputError("this is not a file", place=Place(token), hint="name the reply of a time-stamp authority")
    try:
        data = token.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read this: {error.strerror}", place=Place(token)) from None
    if not _is_stamp_of(data, files[TAG_MANIFEST]):
        hint = (
            f"ask for one of {TAG_MANIFEST} as it is in this bag: openssl ts -query -data {TAG_MANIFEST} -sha512 -cert"
        )
        raise InputError(f"this is no time-stamp of the bag’s {TAG_MANIFEST}", place=Place(token), hint=hint)
    return {TOKEN: data}


def examined(bag: Path, signers: Path | None) -> tuple[list[Damage], list[str]]:
    """What is wrong with the signatures of a bag, and what they say.

    ``signers`` is an allowed_signers file (ssh-keygen). Raises InputError where it is not there.
    """
    damages: list[Damage] = []
    told: list[str] = []
    if signers is not None and not signers.is_file():
        raise InputError.of([Problem("there is no such file", Place(signers), "name a file of allowed signers")])
    there = [name for name in SIGNED if is_own(bag, f"{name}.sig")]
    if there:
        damages += [Damage(f"{name}.sig", "it is missing") for name in SIGNED if name not in there]
    for name in there:
        problem, message = _looked_at(bag, name, signers)
        damages += [Damage(f"{name}.sig", problem)] if problem else []
        told += [message] if message else []
    if not there:
        told.append(UNSIGNED)
        if signers is not None:
            damages.append(Damage(f"{TAG_MANIFEST}.sig", "it is missing: none of these signers has signed the bag"))
    damages += _stamped(bag, told)
    return damages, told


def _looked_at(bag: Path, name: str, signers: Path | None) -> tuple[str, str]:
    """What is wrong with one signature, else whose it is."""
    path = bag / name
    data, signature = path.read_bytes() if is_own(bag, name) else b"", str(bag / f"{name}.sig")
    if signers is None:
        done = children.run([_ssh_keygen(), "-Y", "check-novalidate", "-n", NAMESPACE, "-s", signature], data)
        if done.returncode:
            return f"it is no signature of {name} as that is now", ""
        key = done.stdout.decode(errors="replace").partition(" with ")[2].strip()
        return "", f"{name} is signed with {key}; whose that is, --signers FILE tells"
    found = children.run([_ssh_keygen(), "-Y", "find-principals", "-s", signature, "-f", str(signers)], b"")
    who = next(iter(found.stdout.decode(errors="replace").splitlines()), "")
    if found.returncode or not who:
        return f"none of the signers in {signers.name} has signed this", ""
    command = [_ssh_keygen(), "-Y", "verify", "-n", NAMESPACE, "-s", signature, "-f", str(signers), "-I", who]
    if children.run(command, data).returncode:
        return f"it is no signature of {name} as that is now", ""
    return "", f"{name} is signed by {who}"


def _stamped(bag: Path, told: list[str]) -> Iterator[Damage]:
    token = bag / TOKEN
    if not is_own(bag, TOKEN):
        return
    listed = (bag / TAG_MANIFEST).read_bytes() if is_own(bag, TAG_MANIFEST) else b""
    with token.open("rb") as file:
        data = file.read(_LARGEST_TOKEN)
    if _is_stamp_of(data, listed):
        told.append(f"{TOKEN} is a time-stamp of {TAG_MANIFEST}; who gave it and when, openssl ts -reply -text tells")
    else:
        yield Damage(TOKEN, f"it is no time-stamp of {TAG_MANIFEST} as that is now")


def _is_stamp_of(token: bytes, data: bytes) -> bool:
    """Whether the message imprint of a token is a digest of these bytes."""
    digests = (hashlib.new(name, data).digest() for name in _DIGESTS)
    return any(_OCTETS + bytes([len(digest)]) + digest in token for digest in digests)


def _ssh_keygen() -> str:
    found = shutil.which("ssh-keygen")
    if found is None:
        raise ToolMissing("ssh-keygen is not installed", hint="install OpenSSH (openssh-client), version 8.1 or newer")
    return found
