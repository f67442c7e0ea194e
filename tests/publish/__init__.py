"""Tests of the page, the text, the exports and the web."""
