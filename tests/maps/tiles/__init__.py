"""Tests of maps.tiles."""
