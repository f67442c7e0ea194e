"""The page on the web: rendered on the server, complete without scripts, live over server-sent events."""

from tocsin.publish.web.app import create_app

__all__ = ["create_app"]
