"""Addresses of a site: whole ones where it is known where it will stand, else such as lead on from where they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Addresses:
    """How pages and feeds name one another."""

    base: str | None = None
    """The address of the site, with a slash at its end."""

    def to(self, here: str, there: str) -> str:
        """The address of a page, named from the site’s root, in a page or feed of that site.

        Where it is not known where the site will stand, that is relative; a folder is named with its index then, so
        that it can be opened without a server too.
        """
        if self.base is not None:
            return self.base + quote(there)
        return self.beside(here, there)

    def beside(self, here: str, there: str) -> str:
        """The same, relative in any case."""
        named = f"{there}index.html" if there == "" or there.endswith("/") else there
        folders, parts = here.split("/")[:-1], named.split("/")
        shared = 0
        for folder, part in zip(folders, parts[:-1], strict=False):
            if folder != part:
                break
            shared += 1
        return quote("/".join([".."] * (len(folders) - shared) + parts[shared:]))

    def whole(self, there: str) -> str:
        """The whole address; raises ValueError where it is not known where the site will stand."""
        if self.base is None:
            raise ValueError("there is no base-url")
        return self.base + quote(there)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")


def as_uri(identifier: str) -> str:
    """An identifier as a URI, which feeds ask for; what is none becomes part of one (RFC 3986, 2 and 3)."""
    if _SCHEME.match(identifier):
        return quote(identifier, safe=":/?#[]@!$&'()*+,;=%-._~")
    return f"urn:octavo:{quote(identifier, safe='')}"
