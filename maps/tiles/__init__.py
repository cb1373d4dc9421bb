"""Tiles: from shapes to the bytes a map client asks for."""
