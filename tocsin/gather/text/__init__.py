"""Bytes and markup as plain text: encodings, HTML, signs that no reader sees, and bounds on all of it."""
