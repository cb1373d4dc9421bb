"""Imports: a file's way from a stranger's zip to a layer that everybody can trust."""
