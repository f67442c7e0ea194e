"""Link: who copied whom, and which claims say the same, contradict each other or answer a question."""

from tocsin.link.copies import Copies, copies
from tocsin.link.sayings import Sayings

__all__ = ["Copies", "Sayings", "copies"]
