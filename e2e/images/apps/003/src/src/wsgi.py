"""A Django application in one file that asks its database for the time."""
import os

import psycopg2
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)


def now(request: HttpRequest) -> HttpResponse:
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            return HttpResponse(str(cursor.fetchone()[0]))


urlpatterns = [path("", now)]
application = get_wsgi_application()
