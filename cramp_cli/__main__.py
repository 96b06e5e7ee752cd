"""Lets `python -m cramp_cli` do what `cramp-cli` does."""

from __future__ import annotations

from cramp_cli.start import main

if __name__ == "__main__":
    main()
