"""Shapes and numbers: reference systems, districts as a partition, overlay."""
