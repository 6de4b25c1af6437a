"""Editions that several tests look at, built once for all processes of a run; nothing is kept for the next run."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from octavo.build import build
from octavo.outfolder import write
from program import output


@dataclass(frozen=True)
class Builds:
    """The editions of a folder that all processes of a run share."""

    folder: Path

    def copy(self, edition: Path, target: Path) -> Path:
        """A copy of an edition with its ``build`` folder, which a test may change as it likes.

        Raises AssertionError where the build printed anything.
        """
        made = self.folder / f"{edition.parent.name}-{edition.name}"
        if not made.exists():
            self._make(edition, made)
        said = (made / "said").read_text(encoding="utf-8")
        assert said == "", f"the build of {edition} printed: {said}"
        shutil.copytree(made / "edition", target)
        return target

    def _make(self, edition: Path, made: Path) -> None:
        """Build beside its place, then move it in; where another process was faster, that one’s stays."""
        self.folder.mkdir(exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=self.folder))
        copy = Path(shutil.copytree(edition, beside / "edition"))
        with output() as said:
            write(build(copy).artifacts, copy / "build")
        (beside / "said").write_text("".join(said), encoding="utf-8")
        try:
            beside.rename(made)
        except OSError:
            shutil.rmtree(beside)
