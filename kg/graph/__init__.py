"""From facts to quads: mentions are linked to entities, then written as RDF."""
