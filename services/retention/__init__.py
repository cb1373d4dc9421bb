"""Retention: what is forgotten after its time, and what remains so that counts stay true."""
