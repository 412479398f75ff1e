"""Text: the patterns, sentences, passages, clauses and dates that all components share."""
