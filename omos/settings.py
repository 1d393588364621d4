"""Django's settings, all derived from `OMOS_*` (see `omos/environment.py`). Importable with an empty environment."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from omos.environment import read_environment

READINGS = read_environment()
ENVIRONMENT = {name: reading.value for name, reading in READINGS.items()}

BASE_DIR = Path(__file__).resolve().parent
DATA_DIR: Path = ENVIRONMENT["OMOS_DATA"]
OMOS_MODE: str = ENVIRONMENT["OMOS_MODE"]
OMOS_NOW = ENVIRONMENT["OMOS_NOW"]
OUTBOUND_ALLOW: frozenset[str] = ENVIRONMENT["OMOS_OUTBOUND_ALLOW"]
OUTBOUND_PROXY: str = ENVIRONMENT["OMOS_OUTBOUND_PROXY"]
EVENTS_URL: str = ENVIRONMENT["OMOS_EVENTS_URL"]
METRICS_TOKEN: str = ENVIRONMENT["OMOS_METRICS_TOKEN"]
TRUSTED_PROXIES: int = ENVIRONMENT["OMOS_TRUSTED_PROXIES"]
IS_INSECURE_HTTP: bool = ENVIRONMENT["OMOS_INSECURE_HTTP"]


# What was acknowledged survives a power cut; test records need not, and waiting for the disk would treble their time.
_SYNCHRONOUS = "OFF" if OMOS_MODE == "test" else "FULL"


def _secret_key() -> str:
    """The key by setting, else the one `omos init` made, else one that dies with this process."""
    stored = DATA_DIR / "secret_key"
    if ENVIRONMENT["OMOS_SECRET_KEY"]:
        return str(ENVIRONMENT["OMOS_SECRET_KEY"])
    return stored.read_text(encoding="ascii").strip() if stored.is_file() else secrets.token_urlsafe(50)


def _database() -> dict[str, object]:
    """Records: SQLite in the data folder, or PostgreSQL by address."""
    url = urlsplit(ENVIRONMENT["OMOS_DATABASE_URL"])
    if url.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": url.port or "",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(url.path) if url.scheme else DATA_DIR / "omos.sqlite3",
        # Persistent connections: opening SQLite anew for every request costs more than the request.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={_SYNCHRONOUS}; PRAGMA cache_size=-16000;",
        },
        # A file, not memory: threads of the concurrency tests must see the same records.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver", *ENVIRONMENT["OMOS_HOSTS"]]
if ENVIRONMENT["OMOS_BIND"].host not in {"0.0.0.0", "::"}:  # noqa: S104  # compared, not bound
    ALLOWED_HOSTS.append(ENVIRONMENT["OMOS_BIND"].host)
elif IS_INSECURE_HTTP and not ENVIRONMENT["OMOS_HOSTS"]:
    # Phones on the office network reach the machine by whatever address it has today.
    ALLOWED_HOSTS = ["*"]

ROOMS = [
    "omos.ui",
    "omos.people",
    "omos.office.jobs",
    "omos.office.files",
    "omos.office.sheets",
    "omos.office.notices",
    "omos.loop.catalogue",
    "omos.loop.ledger",
    "omos.loop.goals",
    "omos.loop.budget",
    "omos.loop.keywords",
    "omos.loop.work",
    "omos.loop.verification",
    "omos.centres.content",
    "omos.centres.promotion",
    "omos.centres.website",
    "omos.centres.talent",
    "omos.loop.reports",
    "omos.desk",
    "omos.demo",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tables2",
    "django_filters",
    *ROOMS,
    "omos.registry.RegistryConfig",
]
MIDDLEWARE = [
    "omos.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "omos.people.middleware.ViewerMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "omos.desk.shell.shell",
            ],
        },
    },
]
FORM_RENDERER = "omos.ui.form_drawing.FormRenderer"
ROOT_URLCONF = "omos.urls"
WSGI_APPLICATION = None
DATABASES = {"default": _database()}
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):
    # The tables' library looks for a field of PostgreSQL wherever its driver is installed: a tenth of the start.
    sys.modules["django.contrib.postgres.fields"] = None  # type: ignore[assignment]  # as if it were not there
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["account.W001"]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["omos.people.backends.NameOrPhoneBackend"]
PASSWORD_HASHERS = ["omos.people.hashers.LeanArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login", "phone"]},
    },
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

LANGUAGE_CODE = ENVIRONMENT["OMOS_LANGUAGE"]
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "omos_language"
TIME_ZONE = ENVIRONMENT["OMOS_TIME_ZONE"]
USE_TZ = True
USE_I18N = True
FIRST_DAY_OF_WEEK = 1

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Over plain http off this machine the browser drops `__Host-` and Secure cookies, and phones could not sign in.
_HOST_PREFIX = "" if IS_INSECURE_HTTP else "__Host-"
SESSION_COOKIE_NAME = f"{_HOST_PREFIX}omos_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_INSECURE_HTTP
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_NAME = f"{_HOST_PREFIX}omos_csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if IS_INSECURE_HTTP else 31536000
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT["OMOS_HOSTS"]]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "omos.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT["OMOS_LOG_LEVEL"]},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "propagate": False},
        # Every answer is logged by its route already; a second line for each 4xx would say less.
        "django.request": {"level": "ERROR"},
        "apscheduler": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        # It complains of pages it cannot read; the verdict says so already.
        "trafilatura": {"level": "ERROR"},
    },
}

ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "omos.people.adapter.ClosedSignUpAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "OMOS"
MFA_ADAPTER = "omos.people.adapter.EncryptedSecretsAdapter"
DJANGO_TABLES2_TEMPLATE = "components/table.html"
