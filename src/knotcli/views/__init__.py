"""A result in, what a person reads or the JSON document out. Pure."""
