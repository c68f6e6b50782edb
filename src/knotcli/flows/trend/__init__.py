"""What a trend is made from, read from the history."""
