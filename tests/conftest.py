"""Fixtures that all tests share."""

from hypothesis import settings

pytest_plugins = ["tests.storage_fixtures", "tests.app_fixtures", "tests.requirements_report"]

# A test says what holds, not how fast it is: that is the benches' business, and a busy machine is no fault.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
