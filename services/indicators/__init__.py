"""Social indicators: what is counted, how sure it is, and what of it may leave the house."""
