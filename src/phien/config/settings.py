"""One settings file. What differs between sites comes from the environment (see docs/settings.md)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from phien.lib import env

PACKAGE = Path(__file__).resolve().parent.parent
PHIEN_HOME = Path(env.text("PHIEN_HOME", "phien-home")).resolve()
PHIEN_SITE_NAME = env.text("PHIEN_SITE_NAME", "Phiên")
PHIEN_ORIGIN = env.text("PHIEN_ORIGIN", "http://localhost:8000").rstrip("/")
PHIEN_CLOCK_SHIFT = env.number("PHIEN_CLOCK_SHIFT", 0)
PHIEN_REDIS_URL = env.text("PHIEN_REDIS_URL")
PHIEN_MESSAGE_DAYS = env.number("PHIEN_MESSAGE_DAYS", 3 * 365 + 1)
PHIEN_RECORDING_DAYS = env.number("PHIEN_RECORDING_DAYS", 3 * 365 + 1)
PHIEN_IDENTITY_MONTHS = max(1, env.number("PHIEN_IDENTITY_MONTHS", 6))
PHIEN_LIVE_GATE = env.choice("PHIEN_LIVE_GATE", "strict", ("strict", "warn"))
PHIEN_COMPLAINT_HOURS = env.number("PHIEN_COMPLAINT_HOURS", 24)
PHIEN_RTMP_PORT = env.number("PHIEN_RTMP_PORT", 1935)
PHIEN_RTMP_HOST = env.text("PHIEN_RTMP_HOST", "0.0.0.0")  # noqa: S104  # encoders stand elsewhere
PHIEN_RTMPS_PORT = env.number("PHIEN_RTMPS_PORT", 0)
PHIEN_RTMPS_CERT = env.text("PHIEN_RTMPS_CERT")
PHIEN_RTMPS_KEY = env.text("PHIEN_RTMPS_KEY")
PHIEN_FRONT_SECRET = env.text("PHIEN_FRONT_SECRET")
PHIEN_GRACE_MINUTES = env.number("PHIEN_GRACE_MINUTES", 20)
PHIEN_LOW_LATENCY_UP_TO = env.number("PHIEN_LOW_LATENCY_UP_TO", 300)
PHIEN_TRANSCODES = env.number("PHIEN_TRANSCODES", 2)
PHIEN_CLAIMS_PER_ADDRESS = env.number("PHIEN_CLAIMS_PER_ADDRESS", 300)
PHIEN_S3_BUCKET = env.text("PHIEN_S3_BUCKET")
PHIEN_S3_PRIVATE_BUCKET = env.text("PHIEN_S3_PRIVATE_BUCKET")
PHIEN_S3_ENDPOINT = env.text("PHIEN_S3_ENDPOINT").rstrip("/")
PHIEN_S3_REGION = env.text("PHIEN_S3_REGION", "us-east-1")
PHIEN_S3_KEY = env.text("PHIEN_S3_KEY")
PHIEN_S3_SECRET = env.text("PHIEN_S3_SECRET")
PHIEN_S3_PUBLIC_URL = env.text("PHIEN_S3_PUBLIC_URL").rstrip("/")
PHIEN_KEPT_PAGES_MB = env.number("PHIEN_KEPT_PAGES_MB", 64)
PHIEN_TRUSTED_PROXIES = env.words("PHIEN_TRUSTED_PROXIES", "127.0.0.1,::1")
PHIEN_DATACENTRES = env.text("PHIEN_DATACENTRES")

DEBUG = env.flag("PHIEN_DEBUG")
SECRET_KEY = env.text("PHIEN_SECRET_KEY", "insecure-only-for-tests-and-builds")
ALLOWED_HOSTS = env.words("PHIEN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [PHIEN_ORIGIN] if PHIEN_ORIGIN.startswith("https://") else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PHIEN_ORIGIN.startswith("https://") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PHIEN_ORIGIN.startswith("https://")
SESSION_COOKIE_NAME = "phien_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

INSTALLED_APPS = [
    "phien.privacy.apps.PrivacyConfig",
    "phien.reports.apps.ReportsConfig",
    "phien.sentiment.apps.SentimentConfig",
    "phien.observations.apps.ObservationsConfig",
    "phien.live.apps.LiveConfig",
    "phien.market.apps.MarketConfig",
    "phien.content.apps.ContentConfig",
    "phien.campaigns.apps.CampaignsConfig",
    "phien.people.apps.PeopleConfig",
    "phien.places.apps.PlacesConfig",
    "phien.evidence.apps.EvidenceConfig",
    "phien.realtime.apps.RealtimeConfig",
    "phien.media.apps.MediaConfig",
    "phien.editions.apps.EditionsConfig",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "phien.config.middleware.admin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "phien.config.middleware.refusals",
]

ROOT_URLCONF = "phien.config.urls"
WSGI_APPLICATION = "phien.config.wsgi.application"
ASGI_APPLICATION = "phien.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "phien.lib.template_tags",
                "phien.market.template_tags",
                "phien.live.template_tags",
                "phien.media.template_tags",
                "phien.evidence.template_tags",
                "phien.observations.template_tags",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "phien.lib.template_tags.page_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]

DATABASES = {"default": env.database(env.text("PHIEN_DATABASE_URL"), PHIEN_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "phien.people.adapter.ClosedSignup"
ACCOUNT_FORMS = {"login": "phien.people.sign_in.SignInForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English")), ("fr", _("French")), ("zh-hans", _("Chinese"))]
TIME_ZONE = env.text("PHIEN_TIME_ZONE", "Asia/Ho_Chi_Minh")
USE_TZ = True
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "video" / "locale"]  # video has no rows and so is no app

STATIC_URL = "/static/"
STATIC_ROOT = PHIEN_HOME / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
MEDIA_URL = f"{PHIEN_S3_PUBLIC_URL}/" if PHIEN_S3_PUBLIC_URL else "/media/"
MEDIA_ROOT = PHIEN_HOME / "media"
PHIEN_PRIVATE_ROOT = PHIEN_HOME / "private"
PHIEN_EVIDENCE_ROOT = PHIEN_HOME / "evidence"
PHIEN_VIDEO_ROOT = PHIEN_HOME / "video"
STORAGES = {
    "default": {"BACKEND": "phien.config.buckets.PublicBucket", "OPTIONS": {"bucket_name": PHIEN_S3_BUCKET}}
    if PHIEN_S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "phien.config.buckets.Bucket", "OPTIONS": {"bucket_name": PHIEN_S3_PRIVATE_BUCKET}}
    if PHIEN_S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PHIEN_PRIVATE_ROOT}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or os.environ.get("PHIEN_TESTING")
        else "phien.config.storage.HashedStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = bool(DEBUG or os.environ.get("PHIEN_TESTING"))
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS  # a file is looked for when it is asked for, not all at each start
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

CACHES = {
    "default": {"BACKEND": "phien.config.steady_cache.SteadyRedisCache", "LOCATION": PHIEN_REDIS_URL}
    if PHIEN_REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
}

FILES_ELSEWHERE = ["{0.scheme}://{0.netloc}".format(urlsplit(PHIEN_S3_PUBLIC_URL))] if PHIEN_S3_PUBLIC_URL else []

# The public pages' policy; Django's admin has one of its own (config/middleware.py).
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", *FILES_ELSEWHERE],
    "media-src": [CSP.SELF, "blob:", *FILES_ELSEWHERE],
    "worker-src": [CSP.SELF, "blob:"],
    "connect-src": [CSP.SELF, *FILES_ELSEWHERE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

UNFOLD = {"SITE_TITLE": "Phiên", "SITE_HEADER": "Phiên", "SITE_URL": "/"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("PHIEN_LOG_LEVEL", "WARNING")},
}
