"""Layers that become something else: the boundaries of the districts, or projects."""
