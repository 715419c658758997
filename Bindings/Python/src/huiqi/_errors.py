"""What went wrong, where, and in words."""

from __future__ import annotations

import enum
from typing import Optional


class Code(enum.IntEnum):
    """The library's status codes, as huiqi.h pins them."""

    ARGUMENT = 1
    DATA = 2
    EXPRESSION = 3
    NOT_FOUND = 4
    REFUSED = 5
    CANCELLED = 6
    UNAVAILABLE = 7
    EVALUATION = 8
    NULL = 64
    UTF8 = 65
    LIMIT = 66


class HuiqiError(Exception):
    """A call of the library failed; nothing was stored."""

    def __init__(
        self, code: int, message_zh: str, message_en: str, *, line: Optional[int] = None,
        offset: Optional[int] = None, subject: str = "", field: str = "", condition: str = "",
    ) -> None:  # fmt: skip
        #: A :class:`Code`, or a plain int that this package does not know.
        self.code: int = Code(code) if code in Code._value2member_map_ else code
        self.message_zh = message_zh
        self.message_en = message_en
        #: Line of the input, from 1.
        self.line = line
        #: UTF-8 bytes into the expression, text or line.
        self.offset = offset
        #: Id of the clause or key of the profile, path of the field, id of the condition; empty where none.
        self.subject = subject
        self.field = field
        self.condition = condition
        super().__init__(code, message_zh, message_en)

    @property
    def place(self) -> str:
        """Where, in a few words; empty where there is no place."""
        parts = [
            f"line {self.line}" if self.line else "",
            self.subject,
            f"condition {self.condition}" if self.condition else "",
            f"field {self.field}" if self.field else "",
            f"offset {self.offset}" if self.offset is not None else "",
        ]
        return ", ".join(part for part in parts if part)

    @property
    def message(self) -> str:
        """What is wrong, in Chinese."""
        return self.message_zh

    def __str__(self) -> str:
        return f"{self.place}: {self.message_en}" if self.place else self.message_en
