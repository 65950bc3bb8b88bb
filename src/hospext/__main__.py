"""``python -m hospext``."""

from hospext.cli import main

main()
