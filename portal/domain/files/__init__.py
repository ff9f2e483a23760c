"""What the insurer's files hold: their kinds, columns, cells and row checks."""
