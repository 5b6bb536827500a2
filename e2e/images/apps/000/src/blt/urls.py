from django.http import JsonResponse
from django.urls import path


def health(request):
    """Says which client libraries the process has loaded."""
    import psycopg2
    import pylibmc

    return JsonResponse({"libpq": psycopg2.__libpq_version__, "libmemcached": pylibmc.libmemcached_version})


urlpatterns = [path("healthz", health)]
