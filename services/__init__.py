"""What people do: load, keep, decide, serve."""
