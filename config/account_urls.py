"""Of allauth's pages those that we need, signing in and out; and what we add to them.

Signing up is closed (`config.accounts`), but allauth asks for the address of that page.
"""

from allauth.account import views
from django.urls import path

from communes.views import entering, renewing

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("second/", entering.second, name="account_second"),
    path("passkey/", entering.passkey, name="account_passkey"),
    path("password/change/", renewing.change_password, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
]
