"""The smallest service: what its image holds besides is the point."""
import http.server

http.server.test(HandlerClass=http.server.SimpleHTTPRequestHandler, port=8000)
