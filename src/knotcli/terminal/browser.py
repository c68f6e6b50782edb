"""The person's browser, shown a file of theirs."""

from pathlib import Path


def show(file: Path) -> bool:
    """Open a local file. Gives whether a browser could be started."""
    import webbrowser

    try:
        return webbrowser.open(file.absolute().as_uri())
    except (webbrowser.Error, OSError):
        return False
