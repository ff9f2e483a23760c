"""The outside world behind the Protocols of ``services/ports.py``."""
