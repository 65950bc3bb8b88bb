"""Typed mentions in the view: dates, ranks, grades, quantities, metric words, names."""
