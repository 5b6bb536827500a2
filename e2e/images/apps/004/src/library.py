"""A library's list of books."""
from flask import Flask, jsonify

app = Flask(__name__)


@app.get("/books")
def books():
    return jsonify([{"title": "A Town of Readers", "copies": 2}])
