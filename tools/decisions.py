"""Draws the order in which a bot decides: `sonthana explain DIR` in, a page with a diagram out.

In: the text that `explain` prints, on standard input. Out: Markdown with one Mermaid flowchart, on
standard output, or with `--check FILE` nothing, and an error where the file is another.
`make diagram` writes docs/decisions.md, `make examples` checks it.
"""

import re
import sys
from pathlib import Path

PAGE = """# The order of decisions

Drawn from `sonthana explain examples/clinic/bot` by `make diagram`; a bot without flows has fewer stages. From the top, the first stage that has something to say decides, and no stage weighs its score against another's.

```mermaid
{chart}
```

"""

STAGE = re.compile(r"^ ?(\d+)\. (\w+): (.+)$")


def stages(text: str) -> list[tuple[str, str, int]]:
    """Name, meaning and number of entries of each stage, in order."""
    found: list[tuple[str, str, int]] = []
    for line in text.splitlines():
        if stage := STAGE.match(line):
            found.append((stage[2], stage[3], 0))
        elif line.startswith("    - ") and found:
            name, meaning, entries = found[-1]
            found[-1] = (name, meaning, entries + 1)
    return found


def chart(found: list[tuple[str, str, int]]) -> str:
    """A flowchart: down where a stage has nothing to say, to the right where it decides."""
    lines = ["flowchart TB", '  event(["an event"]) --> s1']
    for number, (name, meaning, entries) in enumerate(found, 1):
        of = f" ({entries} in this bot)" if entries else ""
        words = meaning.replace('"', "'")
        lines.append(f'  s{number}{{{{"{number}. {name}{of}"}}}} -->|decides| d{number}["{words}"]')
        if number < len(found):
            lines.append(f"  s{number} -->|nothing to say| s{number + 1}")
    return "\n".join(lines)


def main() -> None:
    found = stages(sys.stdin.read())
    if not found:
        sys.exit("decisions: no stage was read; pipe `sonthana explain DIR` in")
    page = PAGE.format(chart=chart(found))
    if sys.argv[1:2] == ["--check"]:
        if Path(sys.argv[2]).read_text("utf-8") != page:
            sys.exit(f"decisions: {sys.argv[2]} is not what `explain` prints now; run `make diagram`")
        return
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
