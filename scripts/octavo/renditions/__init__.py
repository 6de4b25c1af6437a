"""Document → bytes, one module each. Nothing here reads or writes a file of the user's."""

from octavo.renditions.artifact import Artifact, Unmade

__all__ = ["Artifact", "Unmade"]
