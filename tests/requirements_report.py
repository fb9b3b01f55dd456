"""What could not be tested on this machine is said in one loud line, and fails the run where CI must test it.

A test that lacks a browser, a PostgreSQL server or the browser libraries skips with a reason that begins with
"NOT TESTED". Elsewhere that is a warning; under CI=true no such skip is let through, however it came about.
"""

import os
import re

import pytest

_LACKING = re.compile(r"NOT TESTED|NOT REACHABLE")


def lacking(terminalreporter: pytest.TerminalReporter) -> dict[str, int]:
    """Reasons of skips for want of something on this machine -> how many tests each one took."""
    counts: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr)
        if _LACKING.search(reason):
            line = " ".join(reason.removeprefix("Skipped: ").split())
            counts[line] = counts.get(line, 0) + 1
    return counts


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason, count in lacking(terminalreporter).items():
        tests = "1 test" if count == 1 else f"{count} tests"
        terminalreporter.write_sep("!", f"{tests} did not run: {reason}", red=True, bold=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and lacking(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
