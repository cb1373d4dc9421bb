"""Voices: what people say about places, from writing to the answer."""
