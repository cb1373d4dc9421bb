"""Layers that staff brought in, as files to take home."""
