"""Rasters on their way in."""
