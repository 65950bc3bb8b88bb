"""The rules of style that ``colours.toml`` stands for: variables for light and dark, and one class a kind."""

from __future__ import annotations

from hospext.reporting.labels import table


def colour_rules() -> str:
    """CSS: the reader's system decides between light and dark, the page's own switch overrules it, print is light."""
    light, dark = _variables("light"), _variables("dark")
    kinds = "\n".join(
        f".k-{kind} {{ --line: var(--{kind}); --tint: var(--{kind}-tint); --style: {entry['style']}; }}\n"
        f".o-{kind} {{ --outer: var(--{kind}); }}"
        for kind, entry in table("colours")["line"].items()
    )
    return (
        f":root {{ {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ {dark} }} }}\n"
        f":root[data-theme=dark] {{ {dark} }}\n"
        f"@media print {{ :root:root:root {{ {light} --ground: #fff; --raised: #fff; }} }}\n{kinds}"
    )


def _variables(mode: str) -> str:
    colours = table("colours")
    pairs = [
        *((name, entry[mode]) for name, entry in colours["page"].items()),
        *((name, entry[mode]) for name, entry in colours["line"].items()),
        *((f"{name}-tint", entry[mode]) for name, entry in colours["tint"].items()),
    ]
    return f"color-scheme: {mode}; " + " ".join(f"--{name}: {colour};" for name, colour in pairs)
