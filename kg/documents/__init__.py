"""Documents: files in, text with structure out. One module a format; `readers` lists them."""
