"""Puts what a contest wrote into its section of a page; the rest of the page is a person's.

    python ../section.py PAGE NAME < TEXT

The section lies between `<!-- NAME -->` and `<!-- /NAME -->`.
"""

import sys
from pathlib import Path


def put(page, name, text):
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = page.read_text("utf-8").partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        sys.exit(f"{page} has no section between {start} and {end}")
    page.write_text(f"{before}{start}\n{text.strip()}\n{end}{after}", "utf-8")


if __name__ == "__main__":
    put(Path(sys.argv[1]), sys.argv[2], sys.stdin.read())
