"""Layers of cells instead of features: pictures of them, values at a place, numbers by district."""
