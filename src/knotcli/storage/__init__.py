"""Everything kept on the disk: history, backups, settings, content, and the formats that data leave and enter in."""
