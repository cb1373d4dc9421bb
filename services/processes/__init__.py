"""Participation processes: what people are asked, where, and until when."""
