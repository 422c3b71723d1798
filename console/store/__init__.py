"""The files the console reads and writes; nothing else in this room opens one."""
