"""Layout: the positions of a network's nodes."""
