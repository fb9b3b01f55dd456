"""The WSGI entry point for any server: `gunicorn wsgi:app`. Run `clinicfinder prepare` once before."""

from clinicfinder.app import create_app

app = create_app()
