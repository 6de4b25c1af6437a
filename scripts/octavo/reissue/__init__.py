"""What a reader sees of two sets of outputs, and so which of them is to be given out anew."""

from octavo.reissue.changeclass import ChangeClass, FileChange, change_class, changes, visible
from octavo.reissue.impression import impressions

__all__ = ["ChangeClass", "FileChange", "change_class", "changes", "impressions", "visible"]
