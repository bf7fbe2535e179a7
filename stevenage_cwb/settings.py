"""The only reader of the environment. Production is the default; `.env.example` lists every variable.

`bin/run` writes a `.env` for a demonstration copy. A variable that is set wins over the file.
"""

import os
import pwd
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from stevenage_cwb import embedded_postgres

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(env.path("ENV_FILE", default=str(BASE_DIR / ".env"))())

# A demonstration is served over plain HTTP on this machine, sends no e-mail, and says so on every page.
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
HTTPS = not DEMONSTRATION
DEMO_OFFICER_PASSWORD = env.str("DEMO_OFFICER_PASSWORD", default="")


def required(variable: str, what: str, *, demonstration: str | None = None) -> str:
    """Return the variable's value, or stop the start with a sentence saying what to set."""
    fallback = demonstration if DEMONSTRATION else None
    value: str | None = env.str(variable, default=fallback)
    if not value:
        raise ImproperlyConfigured(f"Set {variable} in the environment or in .env: {what}.")
    return value


# -- who we are ------------------------------------------------------------------------

SECRET_KEY = required("SECRET_KEY", "a random text of 50 characters or more that nobody else knows")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS = required(
    "ALLOWED_HOSTS",
    "the host names of the portal, separated by commas",
    demonstration="127.0.0.1,localhost",
).split(",")
PORT = env.int("PORT", default=8000)
PORTAL_URL = required(
    "PORTAL_URL",
    "the address that links in e-mails begin with, such as https://cwb.stevenage.gov.uk",
    demonstration=f"http://127.0.0.1:{PORT}",
).rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "stevenage_cwb.urls"
WSGI_APPLICATION = "stevenage_cwb.wsgi.application"

INSTALLED_APPS = [
    "stevenage_cwb.apps.Portal",
    "balancesheet",
    "metrics",
    "pledges",
    "spending",
    "assurance",
    "charter",
    "stevenage_cwb.common",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "stevenage_cwb.apps.OfficersAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "stevenage_cwb.common.middleware.RequestLog",
    "stevenage_cwb.common.middleware.NoBody",
    "stevenage_cwb.common.middleware.Headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # After the headers, so that static files carry them too.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "stevenage_cwb.common.middleware.PossibleSession",
    "stevenage_cwb.common.middleware.DatabaseAway",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stevenage_cwb.common.middleware.OfficerSession",
    "stevenage_cwb.common.middleware.AuditedOfficer",
    "django.contrib.messages.middleware.MessageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "charter.pages.context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

# -- the database ----------------------------------------------------------------------


def application_name() -> str:
    """Return what the history names where no officer is signed in: "portal", "portal shell by root"."""
    command = sys.argv[1:2] if Path(sys.argv[0]).name == "manage.py" else []
    with suppress(KeyError):
        command += ["by", pwd.getpwuid(os.geteuid()).pw_name] if command else []
    return " ".join(["portal", *command])


def database() -> dict[str, Any]:
    """Return Django's settings of DATABASE_URL, or of our own PostgreSQL, started where it is not running."""
    url = env.str("DATABASE_URL", default="") or embedded_postgres.url()
    address = environ.Env.db_url_config(url)
    return {
        **address,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": application_name(),
            # A page that waits longer than this is of no use to anybody; commands lift the limit themselves.
            "options": "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s",
            # What the address asks for itself: a socket's folder as host, sslmode and the like.
            **address.get("OPTIONS", {}),
        },
    }


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- language and time -----------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# -- static files ----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# -- security --------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

# How many proxies of ours stand before the portal, each adding one address to X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "stevenage_cwb.views.csrf_failure"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
OFFICER_IDLE_SECONDS = 30 * 60

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SIGN_IN_FAILURES = 10
SIGN_IN_FAILURES_PER_ADDRESS = 30
SIGN_IN_WINDOW_SECONDS = 300
LOGIN_URL = "admin:login"

DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# The most of one file on the desk: some 200,000 payments, which a page reads in seconds. The server's limit of a
# whole request stands above it, in serve.py.
MOST_UPLOADED_BYTES = 20_000_000

# -- pledging --------------------------------------------------------------------------

# A hall at a launch event shares one address and sends some 60 pledges a minute. 0 switches a limit off.
PLEDGE_SENDS_PER_MINUTE = env.int("PLEDGE_SENDS_PER_MINUTE", default=75)
PLEDGE_SENDS_PER_MINUTE_OVERALL = env.int("PLEDGE_SENDS_PER_MINUTE_OVERALL", default=600)
PLEDGE_MIN_SECONDS = env.int("PLEDGE_MIN_SECONDS", default=3)

# -- e-mail ----------------------------------------------------------------------------

EMAIL_URL = required(
    "EMAIL_URL",
    "the mail server, such as smtp+tls://user:password@mail.example.org:587",
    demonstration="dummymail://",
)
vars().update(environ.Env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = required(
    "DEFAULT_FROM_EMAIL",
    "the address that e-mails come from",
    demonstration="portal@demonstration.invalid",
)

# -- logs ------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "stevenage_cwb.common.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Answers of 4xx are in our own line of the request already.
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "CRITICAL"},
        "django.security.csrf": {"level": "CRITICAL"},
        "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
        # It warns whenever a request waits for a thread at all.
        "waitress.queue": {"level": "ERROR"},
        # It tells of every step, and warns of every rule of a style sheet that only browsers know.
        "weasyprint": {"level": "ERROR"},
    },
}
