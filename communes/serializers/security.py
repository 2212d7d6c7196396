"""What opens an account, where it is open, and what befell it."""

from typing import Any

from rest_framework import serializers

from communes.domain import remembering
from communes.models import AccountEvent, ApiToken, Passkey, SignIn
from communes.serializers.fields import IdField


class SignInSerializer(serializers.ModelSerializer[SignIn]):
    """A device on which the account is signed in."""

    id = IdField()
    device = serializers.SerializerMethodField()
    this = serializers.SerializerMethodField()

    class Meta:
        model = SignIn
        fields = ["id", "device", "browser", "system", "began_at", "seen_on", "this"]

    def get_device(self, row: SignIn) -> str:
        """The device in words."""
        return remembering.device(row.browser, row.system)

    def get_this(self, row: SignIn) -> bool:
        """Whether it is the one that asks."""
        return bool(row.session_key == self.context["ask"].session_key)


class EventSerializer(serializers.ModelSerializer[AccountEvent]):
    """Something that befell the account."""

    id = IdField()
    sentence = serializers.SerializerMethodField()

    class Meta:
        model = AccountEvent
        fields = ["id", "code", "sentence", "at"]

    def get_sentence(self, row: AccountEvent) -> str:
        """The event in words."""
        return remembering.said({"code": row.code, **row.figures})


class PasskeySerializer(serializers.ModelSerializer[Passkey]):
    """A passkey of the account; browsers find it at its host alone."""

    id = IdField()

    class Meta:
        model = Passkey
        fields = ["id", "name", "host", "made_at", "used_on"]


class NamePasskeySerializer(serializers.Serializer[Any]):
    """What a passkey is called."""

    name = serializers.CharField(max_length=60)


class FactorsSerializer(serializers.Serializer[Any]):
    """What is asked for beside the password, and how many recovery codes are left."""

    codes = serializers.BooleanField()
    passkeys = PasskeySerializer(many=True)
    recovery_codes = serializers.IntegerField()


class CodesBegunSerializer(serializers.Serializer[Any]):
    """The secret for an app, and what its square says; shown once."""

    secret = serializers.CharField(allow_null=True)
    address = serializers.CharField(allow_null=True)


class ConfirmCodesSerializer(serializers.Serializer[Any]):
    """A code that the app shows."""

    code = serializers.CharField(max_length=12)


class RecoveryCodesSerializer(serializers.Serializer[Any]):
    """A new sheet of codes; shown once."""

    codes = serializers.ListField(child=serializers.CharField(), allow_null=True)


class ChangePasswordSerializer(serializers.Serializer[Any]):
    """The old password and the new one."""

    old = serializers.CharField(max_length=200, trim_whitespace=False)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    """A token of the account: what it may do, and until when."""

    id = IdField()

    class Meta:
        model = ApiToken
        fields = ["id", "name", "scope", "proves", "made_at", "expires_at", "used_on", "revoked_at"]


class MakeTokenSerializer(serializers.Serializer[Any]):
    """What a token is for."""

    name = serializers.CharField(max_length=60)
    scope = serializers.ChoiceField(ApiToken.Scope.choices)
    days = serializers.IntegerField(min_value=1, max_value=366)
    proves = serializers.BooleanField(
        default=False, help_text="Also sign and confirm, where a fresh proof is asked for."
    )


class MadeTokenSerializer(serializers.Serializer[Any]):
    """A new token and its text, which is shown once."""

    token = TokenSerializer(source="row")
    text = serializers.CharField(allow_null=True)


class ResetSerializer(serializers.Serializer[Any]):
    """Where a reset stands; the code comes once, with the second officer's yes."""

    state = serializers.ChoiceField([("asked", "asked"), ("agreed", "agreed")])
    code = serializers.CharField(allow_null=True)


class StoppedSerializer(serializers.Serializer[Any]):
    """Whether anything can still be stopped."""

    running = serializers.BooleanField()
