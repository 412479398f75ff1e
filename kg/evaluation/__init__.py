"""Evaluation: precision and recall against gold files, and training of the classifier."""
