"""The console's database: the home, what was changed, and who may sign in."""
