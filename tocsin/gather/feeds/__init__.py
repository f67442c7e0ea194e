"""Feeds (RSS, Atom, RDF, JSON Feed) and lists of feeds (OPML): entries as drafts."""
