"""What can go wrong, each with the place and the mend in its words."""

from __future__ import annotations

from typing import Literal

#: The closed list of reasons for which an item is put aside (quarantined) and the rest goes on.
Reason = Literal[
    "unreadable-file",  # the file cannot be opened or is not what its name says
    "not-a-feed",  # the address answered, but with no RSS, Atom or JSON Feed
    "no-text",  # a page, file or entry in which no text was found
    "bad-date",  # a time that is none; the item is kept aside, not dated by guess
    "date-set-aside",  # a date outside 1990 to two days ahead; the report is kept without it
    "bad-record",  # a line or object that lacks what a report needs
    "too-large",  # over the bound of gather (settings.max_bytes)
    "unreachable",  # no answer, a refused connection, an error status, a closed address
    "robots",  # the site asks robots not to read this page
    "unread",  # the text is stored, but a later stage failed on it: nothing is drawn from it
    "read-in-part",  # the text is stored, but it is so long that only its beginning is read
]


class TocsinError(Exception):
    """An error with a message for the person at the keyboard: what, where, and what to do."""


class WatchError(TocsinError):
    """The watch file is wrong; the message names each line and the mend."""


class PlaybookError(TocsinError):
    """A playbook is wrong; the message names the key and the mend."""


class StoreError(TocsinError):
    """The database is missing, newer than this program, or asked to go back in time."""


class InputError(TocsinError):
    """What was passed on the command line cannot be used."""
