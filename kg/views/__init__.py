"""Views: a graph as one HTML file: England, councils, themes, findings, people, a network."""
