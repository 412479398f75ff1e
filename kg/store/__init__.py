"""The store: builds on disk, read and written safely, with a full-text index beside them."""
