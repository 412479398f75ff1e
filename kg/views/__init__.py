"""Views: the graph as an interactive network page in one HTML file."""
