"""Starts the service the way it was started at first: python app.py."""
from app.main import main

main()
