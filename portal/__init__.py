"""Online member space of a French complementary health insurer."""
