"""Fixtures that all tests share."""

pytest_plugins = ["tests.storage_fixtures", "tests.app_fixtures", "tests.requirements_report"]
