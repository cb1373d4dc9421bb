"""Accounts of staff: who may do what, sessions, and what people changed."""
