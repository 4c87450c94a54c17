"""What both services set alike. Each service's own settings file begins with this and adds its house."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from article16.common import env
from article16.common.backups import Rules

ROOT = Path(__file__).resolve().parents[3]


def service_settings(service: str, *, port: int, apps: list[str], idle_minutes: int) -> dict[str, Any]:
    """All settings of one service; `service` is "casework" or "support"."""
    prefix = f"ARTICLE16_{service.upper()}"
    data = env.folder("ARTICLE16_DATA", ROOT / "data")
    folder = env.folder(f"{prefix}_DATA", data / service)
    origin = env.origin(f"{prefix}_ORIGIN", f"http://{service}.localhost:{port}")
    installed = env.text("ARTICLE16_INSTALLED", "")
    return {
        "SERVICE": service,
        "DATA_FOLDER": folder,
        "RUN_FOLDER": env.folder("ARTICLE16_RUN", data / "run"),
        "PIN_FILE": env.folder("ARTICLE16_PIN", data / "pin" / "support.json"),
        # The public half of casework's signing key, as support is given it.
        "SENDER_FILE": env.folder("ARTICLE16_SENDER", data / "pin" / "casework.json"),
        "BACKUP_FOLDER": env.folder(f"{prefix}_BACKUP", folder / "backup"),
        "BACKUP_CONTINUOUS": env.flag(f"{prefix}_BACKUP_CONTINUOUS", False),
        "BACKUP_RULES": _rules(),
        "ORIGIN": origin,
        "PORT": env.number(f"{prefix}_PORT", urlsplit(origin).port or port, low=1, high=65535),
        # Everything under one operating-system user is for trying; only an installation leaves training mode.
        # Whether it is one is asked at each start: common/installed.py.
        "TRAINING": not installed,
        "INSTALLED": Path(installed),
        "DEMO": env.flag("ARTICLE16_DEMO", False) and not installed,
        "IDLE_LIMIT": timedelta(minutes=env.number(f"{prefix}_IDLE_MINUTES", idle_minutes, low=1, high=120)),
        "ABSOLUTE_LIMIT": timedelta(hours=env.number(f"{prefix}_SESSION_HOURS", 12, low=1, high=24)),
        "DATABASES": {"default": env.database(f"{prefix}_DATABASE", folder / f"{service}.sqlite3")},
        **_django(service, folder=folder, origin=origin, apps=apps),
        **_cookies(service, https=origin.startswith("https")),
        **_sign_in(origin),
    }


def _rules() -> Rules:
    """Which backups stay; none for longer than 35 days, so that what was erased is gone then."""
    return Rules(
        hours=env.number("ARTICLE16_BACKUP_HOURS", 24, low=0, high=48),
        days=env.number("ARTICLE16_BACKUP_DAYS", 14, low=1, high=35),
        weeks=env.number("ARTICLE16_BACKUP_WEEKS", 5, low=0, high=5),
    )


def mail_settings(service: str) -> dict[str, Any]:
    """How staff are called by mail when something waits: neutral words only. No host: that channel is not used."""
    prefix = f"ARTICLE16_{service.upper()}"
    host = env.text(f"{prefix}_MAIL_HOST", "")
    return {
        "ALERT_MAIL": host,
        "EMAIL_HOST": host or "localhost",
        "EMAIL_PORT": env.number(f"{prefix}_MAIL_PORT", 587, low=1, high=65535),
        "EMAIL_HOST_USER": env.text(f"{prefix}_MAIL_USER", ""),
        "EMAIL_HOST_PASSWORD": env.text(f"{prefix}_MAIL_PASSWORD", ""),
        "EMAIL_USE_TLS": env.flag(f"{prefix}_MAIL_TLS", True),
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": env.text(f"{prefix}_MAIL_FROM", "office@localhost"),
    }


def _django(service: str, *, folder: Path, origin: str, apps: list[str]) -> dict[str, Any]:
    return {
        "DEBUG": False,
        "SECRET_KEY": env.secret(folder / "secret-key"),
        "ALLOWED_HOSTS": [urlsplit(origin).hostname],
        "ROOT_URLCONF": f"article16.{service}.urls",
        "WSGI_APPLICATION": f"article16.{service}.wsgi.application",
        "SHELL": f"article16.{service}.shell.shell",
        "ACCESS": f"article16.{service}.policy.ACCESS",
        "ROLES": f"article16.{service}.policy.ROLES",
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            # Before allauth, so that our templates of its pages come first.
            "article16.common.ui",
            "article16.common.audit",
            "article16.common.accounts",
            "article16.common.pulse",
            "article16.wall.pairing",
            "allauth",
            "allauth.account",
            "allauth.mfa",
            *apps,
        ],
        "MIDDLEWARE": [
            "article16.common.middleware.policy_headers",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "article16.common.middleware.plain_errors",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "article16.common.csrf.FormsFromHere",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "article16.common.accounts.middleware.SignedIn",
            "article16.common.accounts.middleware.Access",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [Path(__file__).resolve().parents[1] / service / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.messages.context_processors.messages",
                        "article16.common.ui.context.shell",
                    ],
                },
            },
        ],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        "STATIC_URL": "/static/",
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_AUTOREFRESH": False,
        "LANGUAGE_CODE": "en",
        # Staff pages are in English for now; a language is added here when its catalogue is whole.
        "LANGUAGES": [("en", "English")],
        "LOCALE_PATHS": [ROOT / "locale"],
        "TIME_ZONE": env.text("ARTICLE16_TIME_ZONE", "Europe/Vienna"),
        "USE_TZ": True,
        "USE_I18N": True,
        # Uploads never reach the temporary folder in clear: they stay in memory, within this bound.
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
        "FILE_UPLOAD_MAX_MEMORY_SIZE": 25 * 2**20,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2 * 2**20,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "CSRF_FAILURE_VIEW": "article16.common.ui.errors.csrf_failure",
        "LOGGING": _logging(),
        "AUDIT_SEAL": None,
        # What else happens, in the same transaction, when an account is closed.
        "WHEN_SOMEBODY_LEAVES": [],
        # What else happens when a worker has unlocked.
        "WHEN_UNLOCKED": [],
        "AUDIT_OPEN": None,
    }


def _cookies(service: str, *, https: bool) -> dict[str, Any]:
    # Over plain http, which is served to this machine only, some browsers drop __Host- cookies.
    prefix = "__Host-" if https else ""
    return {
        "SESSION_ENGINE": "article16.common.accounts.signed_in",
        "SESSION_COOKIE_NAME": f"{prefix}{service}-session",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "CSRF_COOKIE_NAME": f"{prefix}{service}-form",
        "CSRF_COOKIE_SECURE": https,
        "CSRF_COOKIE_HTTPONLY": True,
        "LANGUAGE_COOKIE_NAME": f"{prefix}{service}-language",
        "LANGUAGE_COOKIE_SECURE": https,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if https else None,
        "MESSAGE_STORAGE": "article16.common.ui.notices.Notices",
    }


def _sign_in(origin: str) -> dict[str, Any]:
    return {
        "AUTH_USER_MODEL": "accounts.Staff",
        "AUTHENTICATION_BACKENDS": ["article16.common.accounts.signed_in.Backend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 12},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {
                "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("email", "name")},
            },
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "today",
        "ACCOUNT_ADAPTER": "article16.common.accounts.adapter.AccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 900,
        # Behind a proxy the address of the browser stands in a header that the proxy writes.
        "ALLAUTH_TRUSTED_PROXY_COUNT": env.number("ARTICLE16_TRUSTED_PROXIES", 0, low=0, high=3),
        # By address only: a limit by name would let an attacker silence a worker.
        "ACCOUNT_RATE_LIMITS": {"login": "60/m/ip", "login_failed": "10/m/ip", "reauthenticate": "10/m/ip"},
        "MFA_ADAPTER": "article16.common.accounts.adapter.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_ISSUER": "Article 16",
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_WEBAUTHN_USER_VERIFICATION": "required",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": origin.startswith("http://"),
    }


def _logging() -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"codes": {"()": "article16.common.logs.CodesOnly"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "codes"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # Below an error, Django's own lines are paths that somebody asked for.
            "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "article16": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        },
    }
