"""Files and folders: paths, TOML, settings, content."""
