import os

SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "blt.urls"
WSGI_APPLICATION = "blt.wsgi.application"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ.get("DATABASE_HOST", "localhost"),
        "NAME": "blt",
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.memcached.PyLibMCCache",
        "LOCATION": os.environ.get("MEMCACHED", "127.0.0.1:11211"),
    }
}
