"""Readers: from files to text with structure.  Each format has a module; `readers` lists them."""
