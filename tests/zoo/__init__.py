"""A zoo of broken and odd files, built with plain code, each with the outcome it must have."""
