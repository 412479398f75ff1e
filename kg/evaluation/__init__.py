"""Evaluation: precision and recall against gold files, and the sentence classifier's training."""
