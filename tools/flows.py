"""Draws the flows of a bot: its YAML in, a page with one diagram a flow out.

In: a bot's folder. Out: Markdown with Mermaid state diagrams, on standard output, or with
`--check FILE` nothing, and an error where the file is another. A state is a step; what is written on
an arrow is the condition under which it is taken. `make diagram` writes docs/flows.md, `make
examples` checks it. Reads the small part of YAML that flows are written in; needs no library.
"""

import re
import sys
from pathlib import Path

PAGE = """# The flows of the clinic

Drawn from `{folder}` by `make diagram`. A saved conversation is a stack of such flows, each with the step it stands at: a question waits for its answer, a call for the host; a correction goes back to an earlier question, another flow stands on top until it ends, and cancelling takes it off the stack. [The order of decisions](decisions.md) says which of these a message is.

{charts}
"""

KEY = re.compile(r"^(\s*)(- )?([\w-]+):(?:\s+(.*))?$")
Node = dict[str, object]


def parse(lines: list[tuple[int, str]]) -> object:
    """Block YAML of maps and lists, values as text; `- key: value` opens a map two columns on."""
    if not lines:
        return None
    depth = lines[0][0]
    if lines[0][1].startswith("- "):
        items: list[object] = []
        while lines and lines[0][0] == depth and lines[0][1].startswith("- "):
            own = [(depth + 2, lines.pop(0)[1][2:])]
            while lines and lines[0][0] > depth:
                own.append(lines.pop(0))
            items.append(parse(own))
        return items
    found: Node = {}
    while lines and lines[0][0] == depth:
        match = KEY.match(lines[0][1])
        if not match:
            return lines.pop(0)[1]
        key, value = match[3], match[4]
        lines.pop(0)
        own = []
        while lines and (lines[0][0] > depth or (lines[0][0] == depth and not value and lines[0][1].startswith("- "))):
            own.append(lines.pop(0))
        found[key] = value if value else parse(own)
    return found


def read(path: Path) -> Node:
    """The flows of a file."""
    lines = [line.split(" #")[0].rstrip() for line in path.read_text("utf-8").splitlines()]
    bare = [(len(line) - len(line.lstrip()), line.strip()) for line in lines if line.strip() and line.strip()[0] != "#"]
    top = parse(bare)
    return top["flows"] if isinstance(top, dict) and "flows" in top else {}


class Chart:
    """The states and arrows of one flow."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.arrows: list[tuple[str, str, str]] = []
        self.ids: dict[str, str] = {}

    def steps(self, steps: list[Node], after: str) -> str:
        """Adds steps in order and gives the first; what follows the last goes to `after`."""
        names = [f"s{len(self.states) + 1 + n}" for n in range(len(steps))]
        self.states += ["" for _ in steps]
        for name, step in zip(names, steps):
            if "id" in step:
                self.ids[str(step["id"])] = name
        for place, (name, step) in enumerate(zip(names, steps)):
            self.states[int(name[1:]) - 1] = label(step)
            self.follow(name, step.get("next"), names[place + 1] if place + 1 < len(names) else after)
        return names[0] if names else after

    def follow(self, name: str, following: object, after: str) -> None:
        if not isinstance(following, list):
            self.arrows.append((name, str(following) if following else after, ""))
            return
        for branch in following:
            if "else" in branch:
                self.arrows.append((name, self.target(branch["else"], after), "else"))
            else:
                self.arrows.append((name, self.target(branch.get("then"), after), str(branch["if"]).replace("slots.", "")))

    def target(self, then: object, after: str) -> str:
        return self.steps(then, after) if isinstance(then, list) else str(then)

    def draw(self) -> str:
        def place(name: str) -> str:
            return "[*]" if name == "END" else self.ids.get(name, name)

        lines = ["stateDiagram-v2", f"  [*] --> {'s1' if self.states else '[*]'}"]
        lines += [f"  s{n}: {text}" for n, text in enumerate(self.states, 1)]
        for start, end, when in self.arrows:
            lines.append(f"  {start} --> {place(end)}" + (f": {when}" if when else ""))
        return "\n".join(lines)


def label(step: Node) -> str:
    """What a step does, in a few words."""
    for key, words in (("collect", "ask for"), ("action", "do"), ("call", "run"), ("link", "go over to"), ("set_slots", "set")):
        if key in step:
            return f"{words} {step[key]}"
    return "decide"


def page(folder: str) -> str:
    charts = []
    for path in sorted(Path(folder).rglob("flows*.yml")):
        for name, flow in read(path).items():
            if isinstance(flow, dict) and not name.startswith("pattern_"):
                chart = Chart()
                chart.steps(flow["steps"], "END")
                charts.append(f"## {flow.get('name', name)} (`{name}`)\n\n```mermaid\n{chart.draw()}\n```")
    if not charts:
        sys.exit(f"flows: no flow was read in {folder}")
    return PAGE.format(folder=folder, charts="\n\n".join(charts))


def main() -> None:
    drawn = page(sys.argv[1])
    if sys.argv[2:3] == ["--check"]:
        if Path(sys.argv[3]).read_text("utf-8") != drawn:
            sys.exit(f"flows: {sys.argv[3]} is not what the flows say now; run `make diagram`")
        return
    sys.stdout.write(drawn)


if __name__ == "__main__":
    main()
