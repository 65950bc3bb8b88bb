"""Turn Chinese hospital reports, news and bulletins into typed, grounded records."""

__version__ = "0.1.0"
