"""The smallest service that can show our pages: no database, no sign-in."""

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
USE_TZ = True
INSTALLED_APPS = ["django.contrib.staticfiles", "article16.common.ui"]
ROOT_URLCONF = "tests.common.ui.urls"
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
CSRF_FAILURE_VIEW = "article16.common.ui.errors.csrf_failure"
SESSION_COOKIE_SECURE = False
STATIC_URL = "/static/"
SHELL = "tests.common.ui.frames.frame"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "article16.common.ui.context.shell",
            ]
        },
    }
]
