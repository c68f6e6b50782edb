"""`python -m knotcli` is `knot`."""

from knotcli.cli import entry

if __name__ == "__main__":
    entry()
