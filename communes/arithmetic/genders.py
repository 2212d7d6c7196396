"""Gender as it is declared (DOMAIN §6: woman, man, other, undisclosed), as plain codes."""

from enum import StrEnum


class Gender(StrEnum):
    """What a person declared; the codes are those that are stored."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    UNDISCLOSED = "undisclosed"
