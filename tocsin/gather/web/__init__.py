"""The network: polite, bounded requests to public addresses."""
