"""Libraries that only some formats need: installed as extras, imported on use, asked for in one line."""

from __future__ import annotations

from importlib import import_module

from hospext.errors import UsageError


def need(extra: str, what: str, *modules: str) -> None:
    """Raise ``UsageError`` with the command that installs them where one of the modules is missing."""
    for module in modules:
        try:
            import_module(module)
        except ImportError:
            raise UsageError(
                f'{what} needs a library that is not installed: run pip install "hospext[{extra}]"'
            ) from None
