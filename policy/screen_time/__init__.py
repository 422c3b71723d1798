"""Screen time: minutes counted without names, budgets, and warnings before an end. An estimate."""
