"""What pages show, as frozen dataclasses of French text, and how they are made from the domain."""
