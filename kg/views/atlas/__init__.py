"""The atlas: England's councils, their inspections and findings, as screens of one page."""
