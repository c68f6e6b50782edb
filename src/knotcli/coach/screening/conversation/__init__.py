"""The questions as a conversation: what is put to a person next, given the replies so far. Pure; it never draws."""
