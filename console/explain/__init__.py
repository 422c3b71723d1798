"""Why a name is allowed or blocked, from the command line and without the web."""
