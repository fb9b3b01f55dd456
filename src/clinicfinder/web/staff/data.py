"""Data editing: its pages, brought together on one blueprint."""

from __future__ import annotations

from clinicfinder.web.staff import data_drafts, data_history, data_rows, data_uploads
from clinicfinder.web.staff.data_blueprint import data_pages

__all__ = ["data_drafts", "data_history", "data_pages", "data_rows", "data_uploads"]
