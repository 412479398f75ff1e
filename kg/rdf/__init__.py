"""RDF: IRIs, the vocabulary, and deterministic serialisations."""
