"""What a reader sees of two sets of outputs, and so which of them is to be given out anew."""

from octavo.reissue.changeclass import ChangeClass, FileChange, change_class, changes, visible
from octavo.reissue.impression import changes_between, impressions

__all__ = ["ChangeClass", "FileChange", "change_class", "changes", "changes_between", "impressions", "visible"]
