"""Extraction: from documents to facts, with spaCy (`kg.extraction.pipeline.extract`)."""
