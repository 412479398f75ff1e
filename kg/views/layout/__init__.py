"""Layout: where each node of a network stands."""
