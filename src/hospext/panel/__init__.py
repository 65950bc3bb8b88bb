"""The panel: organisations and periods down, metrics across, every value with the records that say it."""

from hospext.panel.build import build
from hospext.panel.model import Cell, Column, Form, Key, Mark, Panel, Row, Value

__all__ = ["Cell", "Column", "Form", "Key", "Mark", "Panel", "Row", "Value", "build"]
