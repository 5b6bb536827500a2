#!/bin/sh
# Written on another system: its line ends are why dos2unix is installed.
set -e
exec gunicorn blt.wsgi --bind 0.0.0.0:8000
