"""The administration: accounts alone, and of them only whether they are open.

Books, meetings, minutes, mandates and registers are no business of whoever looks after the
machine (DESIGN "People and rights"): none of them is registered here, so that neither a circle's
content nor a personal list can be read, and nothing can be altered. A new password comes from
`manage.py reset_account`, which tells the holder.
"""

from typing import Any

from allauth.account import admin as _registers_addresses  # noqa: F401
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth import admin as _registers_groups  # noqa: F401
from django.contrib.auth.models import Group
from django.http import HttpRequest

from communes.models import Account


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Accounts: closed and opened, given or refused the administration; never made or removed."""

    list_display = ("username", "is_active", "is_staff", "last_login", "date_joined")
    list_filter = ("is_active", "is_staff")
    search_fields = ("username",)
    fields = ("username", "language", "is_active", "is_staff", "last_login", "date_joined")
    readonly_fields = ("username", "language", "last_login", "date_joined")
    ordering = ("username",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An account is made from an invitation."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is closed, never removed: acts name it."""
        return False


# What other apps registered, and nobody here has: groups, and addresses of e-mail.
admin.site.unregister([Group, EmailAddress])
