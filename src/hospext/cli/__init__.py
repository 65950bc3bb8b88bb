"""The command line: options, progress and errors; all the work is done by the library."""


def main() -> None:
    """Run ``hospext``."""
    from hospext.cli.app import app

    app()
