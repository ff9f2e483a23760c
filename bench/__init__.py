"""The benchmark: ``python -m bench``. What it measures and found is in docs/performance.md."""
