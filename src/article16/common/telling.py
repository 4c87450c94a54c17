"""Names of hosts that say what they are: they stand in the history of her telephone."""

WORDS = (
    *("support", "survivor", "women", "woman", "violence", "abuse", "victim", "shelter", "article16", "casework"),
    *("frau", "gewalt", "opfer", "mujer", "violencia", "victima", "maltrato", "hilfe", "help", "ayuda"),
)


def telling(host: str) -> str:
    """The word in this name that says what it is; empty: there is none."""
    return next((word for word in WORDS if word in host.lower()), "")
