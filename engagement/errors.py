"""Errors a person can act on. Each message is one sentence that names the remedy; no traceback is shown for these."""


class EngagementError(Exception):
    """Base of every error that is told to a person as it stands."""


class SettingsError(EngagementError):
    """A setting has a value the product cannot work with."""


class StoreError(EngagementError):
    """The database cannot be opened, reached or brought up to date."""


class UnreadableFile(EngagementError):
    """A file holds nothing that any provider's reader recognises."""


class ReaderStopped(EngagementError):
    """The process that reads a file ended before the file did."""


class SpoolFull(EngagementError):
    """There is no room for what an import has read and not yet written."""


class FilterError(EngagementError):
    """A filter was asked for that has no meaning, such as a period that ends before it begins."""


class ContactNotFound(EngagementError):
    """Nobody has the address, number or id that was asked for."""


class AttachError(EngagementError):
    """An unknown contact cannot be attached or made known as asked, for things have changed meanwhile."""


class SavedFilterError(EngagementError):
    """A filter cannot be saved, renamed or deleted as asked."""


class ColumnError(EngagementError):
    """The columns of a table cannot be what somebody said they are."""


class ServeError(EngagementError):
    """The dashboard cannot be served as asked."""


class ConsentError(EngagementError):
    """What a person says of somebody's consent cannot be taken. The message is one sentence with the remedy."""


class UndoError(EngagementError):
    """An import cannot be taken back. The message is one sentence with the remedy."""


class CallError(EngagementError):
    """What a person says of somebody on Who to call cannot be taken. The message is one sentence with the remedy."""


class MergeError(EngagementError):
    """Two contacts cannot be merged, or a merge taken back, as asked. The message is one sentence with the remedy."""
