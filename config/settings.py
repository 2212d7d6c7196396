"""Settings of Komîn. What the surroundings may change is read in `config.environment`."""

import os
from typing import Any

import django.conf.locale
from csp.constants import NONE, SELF

from config import describing, logs
from config.environment import (
    ROOT,
    data_folder,
    demanded,
    demanded_database,
    demanded_hosts,
    demanded_key,
    embedded_database,
    embedded_hosts,
    kept_key,
    listed,
    mail_server,
    public_url,
    queue_folders,
    switched,
    whole,
)

DATA = data_folder(os.environ)
SHARED = bool(os.environ.get("DATABASE_URL"))
TLS = not SHARED and switched(os.environ, "KOMIN_TLS")
DEBUG = not SHARED and switched(os.environ, "KOMIN_DEBUG")
SECRET_KEY = demanded_key(os.environ) if SHARED else kept_key(DATA)
ALLOWED_HOSTS = demanded_hosts(os.environ) if SHARED else embedded_hosts(os.environ)
CSRF_TRUSTED_ORIGINS = listed(os.environ, "CSRF_TRUSTED_ORIGINS")

# --- apps -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config.apps.RoofConfig",
    "councils.apps.CouncilsConfig",
    "quotas.apps.QuotasConfig",
    "mandates.apps.MandatesConfig",
    "communes.apps.CommunesConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "config.health.probed",
    "config.middleware.told",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.lent",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.seen",
    "config.middleware.spoken",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.fragments",
    "config.middleware.shown",
    "config.middleware.private",
    "config.middleware.remembered",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "communes.forms_rendering.KominRenderer"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- data -------------------------------------------------------------------------------------
DATABASES = {"default": demanded_database(os.environ) if SHARED else embedded_database(DATA)}
# A first count of sign-ins, in the memory of the process: no frozen server makes a page wait.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# SQLite has no deferrable constraints: there the order of agenda items rests on the deeds alone.
SILENCED_SYSTEM_CHECKS = ["models.W038"]

# --- queue ------------------------------------------------------------------------------------
if SHARED:
    CELERY_BROKER_URL = demanded(os.environ, "REDIS_URL")
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        # A frozen broker must not hold a page: it is asked for two seconds, and only once.
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        "max_retries": 0,
        "global_keyprefix": os.environ.get("REDIS_PREFIX", "komin:"),
    }
else:
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = queue_folders(DATA)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = "UTC"

# --- letters ------------------------------------------------------------------------------------
PUBLIC_URL = public_url(os.environ)
_mail = mail_server(os.environ)
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST", "localhost")
EMAIL_PORT = _mail.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH", "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "komin@localhost")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"

# --- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "communes.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
# An assembly shares one address; wrong passwords are counted by communes.domain.throttling.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": None}
# How many minutes a proof of the holder lasts, before signing and what else weighs most.
PROOF_MINUTES = whole(os.environ, "KOMIN_PROOF_MINUTES", 15)
SESSION_ENGINE = "config.sessions"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))

# --- words and days ---------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية"), ("ku", "Kurdî"), ("ckb", "کوردیی ناوەندی")]
LOCALE_PATHS = [ROOT / "config" / "locale"]
# Django does not know Kurmanji.
django.conf.locale.LANG_INFO.setdefault(
    "ku", {"bidi": False, "code": "ku", "name": "Kurmanji", "name_local": "Kurdî"}
)

# --- files ------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("KOMIN_STATIC") or DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.page_files.UsedFiles",
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "png", "gz", "br", "woff", "woff2")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.page_files.PageFiles"},
}
MEDIA_ROOT = DATA / "media"

# --- safety -----------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SHARED
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SHARED or TLS
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SHARED or TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SHARED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SHARED
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if switched(os.environ, "BEHIND_PROXY"):  # only where the proxy always sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- the API ----------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "communes.api.bearing.Bearer",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["communes.api.sending.Json"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "communes.api.answering.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "communes.api.answering.refusal",
}
SPECTACULAR_SETTINGS = describing.SETTINGS

LOGGING_CONFIG = None
logs.configure()
