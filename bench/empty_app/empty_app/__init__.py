"""A page with a counter, and nothing else."""
