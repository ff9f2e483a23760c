"""What several pages share. Components take values and handlers, and know no state."""
