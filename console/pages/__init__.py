"""One module for each page: a frozen value, built by a pure function, before any HTML."""
