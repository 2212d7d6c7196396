"""Sign-ins: the sessions of the framework, each with the device that its holder will recognise."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from communes.models.accounts import Account
from communes.models.identity import PublicId


class Browser(models.TextChoices):
    """What a device calls its browser, as far as it helps to recognise it."""

    CHROME = "chrome", "Chrome"
    EDGE = "edge", "Edge"
    FIREFOX = "firefox", "Firefox"
    OPERA = "opera", "Opera"
    SAFARI = "safari", "Safari"
    SAMSUNG = "samsung", "Samsung Internet"
    OTHER = "other", _("another browser")


class System(models.TextChoices):
    """What a device is, as far as it helps to recognise it."""

    ANDROID = "android", _("Android phone or tablet")
    IOS = "ios", _("iPhone or iPad")
    LINUX = "linux", _("Linux computer")
    MAC = "mac", _("Mac")
    WINDOWS = "windows", _("Windows computer")
    OTHER = "other", _("another device")


class SignIn(PublicId, AbstractBaseSession):
    """A browser's session; once somebody has signed in there, whose it is and since when.

    No address of a network is kept, and of the days on which it was used only the last. Every
    column beside the framework's is read from the session itself when that is saved, so the
    two never differ; a row that is deleted is a sign-in that has ended.
    """

    account = models.ForeignKey(
        Account, models.CASCADE, null=True, blank=True, related_name="sign_ins"
    )
    browser = models.CharField(max_length=10, choices=Browser.choices, blank=True)
    system = models.CharField(max_length=10, choices=System.choices, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    seen_on = models.DateField(null=True, blank=True)

    objects = BaseSessionManager["SignIn"]()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("sign-in")  # type: ignore[assignment]
        verbose_name_plural = _("sign-ins")  # type: ignore[assignment]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """What reads and writes these rows."""
        store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store


class Attempt(models.Model):
    """Somebody tried a password or a code: counted, so that nobody tries them all.

    The subject is a keyed hash of what was tried upon, so that the row names nobody.
    """

    subject = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [models.Index(fields=["subject", "at"], name="attempts_lately")]

    def __str__(self) -> str:
        return self.subject
