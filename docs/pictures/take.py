"""Take the picture of the page anew: python docs/pictures/take.py (needs playwright and a Chromium).

The Caracas crisis is replayed to a busy hour of its morning, and its page is photographed as a reader sees it first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
CRISIS = HERE.parents[1] / "crises" / "caracas-2019-04-30"
TOCSIN = Path(sys.executable).parent / "tocsin"
AS_OF = "2019-04-30T08:15"
WIDTH, HEIGHT = 1180, 1000


def main() -> None:
    """Write page.png."""
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "thread.db"
        subprocess.run(  # noqa: S603 - our own command line
            [TOCSIN, "replay", CRISIS, "--every", "30m", "--db", database],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        command = [TOCSIN, "serve", "--db", database, "--port", "0"]
        quiet = {**os.environ, "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=quiet) as server:  # noqa: S603
            assert server.stdout is not None  # noqa: S101 - it is a pipe
            address = server.stdout.readline().split()[2]
            try:
                photograph(f"{address}?as_of={AS_OF}", HERE / "page.png")
            finally:
                server.terminate()


def photograph(address: str, target: Path) -> None:
    """The first screen of a page as a PNG."""
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=os.environ.get("TOCSIN_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(address)
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main()
