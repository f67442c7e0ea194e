"""What the page says around what was reported: one table of words for each language."""

from tocsin.publish.interface.phrases import spoken_in, tally, verdict, warnings
from tocsin.publish.interface.table import Interface, chosen, english, tables

__all__ = ["Interface", "chosen", "english", "spoken_in", "tables", "tally", "verdict", "warnings"]
