"""Moderation: the town hall's side of every voice, and its account to the public."""
