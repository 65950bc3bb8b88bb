"""Turn Chinese hospital reports, news and bulletins into typed, grounded records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hospext.explaining import Explanation, Step, explain
    from hospext.parse import DateSpan, ParsedQuantity, parse_date, parse_number, parse_quantity
    from hospext.pipeline import extract, extract_file
    from hospext.records import DocumentInfo, Extraction, Kind

__version__ = "0.1.0"
__all__ = [
    "DateSpan",
    "DocumentInfo",
    "Explanation",
    "Extraction",
    "Kind",
    "ParsedQuantity",
    "Step",
    "explain",
    "extract",
    "extract_file",
    "parse_date",
    "parse_number",
    "parse_quantity",
]

_HOMES = {
    "Explanation": "explaining",
    "Step": "explaining",
    "explain": "explaining",
    "DateSpan": "parse",
    "ParsedQuantity": "parse",
    "parse_date": "parse",
    "parse_number": "parse",
    "parse_quantity": "parse",
    "extract": "pipeline",
    "extract_file": "pipeline",
    "DocumentInfo": "records",
    "Extraction": "records",
    "Kind": "records",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``import hospext`` does no work."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"hospext.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
