"""Look over everything that is kept, put a backup back, erase it all."""
