"""The demonstration's recorder: the real one, on a clock that began 25 hours ago."""
