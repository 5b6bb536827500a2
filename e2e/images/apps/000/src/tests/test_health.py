import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blt.settings")
os.environ.setdefault("SECRET_KEY", "test")


def test_health_names_the_libraries():
    import django

    django.setup()
    from django.test import Client

    assert Client().get("/healthz").json()["libmemcached"]
