"""Layers of cells."""
