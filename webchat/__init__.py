"""The web chat's parts; the door is app.py."""
