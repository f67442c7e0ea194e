"""Mails: taken apart, whose words they are, and as drafts of their senders."""
