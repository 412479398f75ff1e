"""The only home of spaCy: documents in, facts out (`kg.extraction.pipeline.extract`)."""
