"""What the box says when something does not open, without ever saying what was inside."""


class Broken(ValueError):
    """A ciphertext, a padding or a frame is not what it should be. Carries a code, never content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PinRefused(ValueError):
    """The pinned public key can not be trusted. Says why, and what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class KeyFileRefused(ValueError):
    """A file with a secret is missing, damaged, or readable by others. Says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
