"""An upgrade tried on a copy: what the home's rules decide before it, and what they would after."""
