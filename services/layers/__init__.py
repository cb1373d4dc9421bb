"""Layers: the catalogue of what the map shows, and its tiles."""
