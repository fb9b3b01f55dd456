"""Copy the browser libraries that we serve ourselves from node_modules into static/vendor.

They are installed from package-lock.json and never committed. LIBRARIES is the one list of them; what the
pages load is named in clinicfinder.app.BROWSER_LIBRARIES, and a test holds the two together.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
NODE_MODULES: Final = ROOT / "node_modules"
VENDOR: Final = ROOT / "static" / "vendor"

LIBRARIES: Final[dict[str, tuple[str, ...]]] = {
    "htmx.org": ("dist/htmx.min.js",),
    "@picocss/pico": ("css/pico.min.css",),
    "leaflet": ("dist/leaflet.js", "dist/leaflet.css"),
    "dejavu-fonts-ttf": ("ttf/DejaVuSans.ttf", "ttf/DejaVuSans-Bold.ttf"),
}
"""npm package -> the files of it that we serve, each under its own bare name."""


def copy_libraries(node_modules: Path, vendor: Path) -> list[str]:
    """Fill `vendor` anew from `node_modules`, and write beside the files which versions they are.

    Returns: one line per file: package, version, file name.
    Raises: FileNotFoundError if a package or a file of it is not installed; `vendor` then holds no versions.txt.
    """
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    lines = []
    for package, files in LIBRARIES.items():
        version = json.loads((node_modules / package / "package.json").read_text(encoding="utf-8"))["version"]
        for file in files:
            shutil.copyfile(node_modules / package / file, vendor / Path(file).name)
            lines.append(f"{package} {version} {Path(file).name}")
    # Written last: make takes this file for the sign that the copy is complete.
    (vendor / "versions.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return lines


def main() -> None:
    """Copy, and say what was copied."""
    try:
        lines = copy_libraries(NODE_MODULES, VENDOR)
    except FileNotFoundError as error:
        sys.exit(f"{error.filename} is not installed. Run `npm ci`, then this script again.")
    for line in lines:
        print("static/vendor:", line)


if __name__ == "__main__":
    main()
