def table() -> None:
    """soon"""
