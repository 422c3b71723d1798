"""Reading lists of names and building the category index from them, in a process of its own."""
