"""Screen time in the running agent: what was used becomes a bit at once, and bits become sums."""
