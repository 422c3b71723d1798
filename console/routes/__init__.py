"""Which addresses there are, one module for each topic; each adds its own to the application."""
