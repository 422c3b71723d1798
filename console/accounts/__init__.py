"""Who may sign in, from the command line of the box: for the first one, and the locked out."""
