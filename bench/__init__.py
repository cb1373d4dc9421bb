"""Seeded benchmarks."""
