"""RDF: IRIs, the vocabulary, and serialisations that are the same bytes each time."""
