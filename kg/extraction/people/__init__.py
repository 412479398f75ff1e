"""People: inspectors and leaders, the posts that leaders hold, and since when."""
