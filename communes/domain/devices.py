"""What a browser says of itself, in the two words by which its owner recognises it."""

from communes.models import Browser, System

# The first that is found counts: most browsers also name those whose pages they show alike.
_BROWSERS = (
    ("SamsungBrowser/", Browser.SAMSUNG),
    ("Edg", Browser.EDGE),
    ("OPR/", Browser.OPERA),
    ("FxiOS/", Browser.FIREFOX),
    ("Firefox/", Browser.FIREFOX),
    ("CriOS/", Browser.CHROME),
    ("Chrome/", Browser.CHROME),
    ("Safari/", Browser.SAFARI),
)
_SYSTEMS = (
    ("Android", System.ANDROID),
    ("iPhone", System.IOS),
    ("iPad", System.IOS),
    ("Windows", System.WINDOWS),
    ("Mac OS X", System.MAC),
    ("Linux", System.LINUX),
    ("CrOS", System.LINUX),
)


def browser(agent: str) -> Browser:
    """Which browser it says it is; versions are nobody's business."""
    return next((one for mark, one in _BROWSERS if mark in agent), Browser.OTHER)


def system(agent: str) -> System:
    """What device it says it runs on."""
    return next((one for mark, one in _SYSTEMS if mark in agent), System.OTHER)
