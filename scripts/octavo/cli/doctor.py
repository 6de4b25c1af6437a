"""Say which tools are there, which are not."""

from __future__ import annotations

from octavo import __version__

NAME = "doctor"

NEEDED = ("pypandoc_binary", "lxml", "EbookLib", "typst", "pikepdf", "pypdfium2", "rapidfuzz", "fonttools")


def command() -> None:
    """Say which tools are there, which are not."""
    from importlib.metadata import PackageNotFoundError, version

    from octavo.checks.outside import available
    from octavo.markdown.pandoc import pandoc_version

    print(f"octavo {__version__}")
    print(f"pandoc {pandoc_version()}")
    for package in NEEDED:
        try:
            print(f"{package} {version(package)}")
        except PackageNotFoundError:
            print(f"{package} is missing: install octavo anew")
    missing = []
    for tool, found in available().items():
        print(f"{tool} {found}" if found else f"{tool} is not installed")
        missing += [] if found else [tool]
    if missing:
        print("get the validators with: pip install 'octavo[validators]'")
