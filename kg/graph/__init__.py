"""From facts to statements: mentions are linked to entities, then written as quads."""
