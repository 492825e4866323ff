"""Draws what a bot does: `sonthana explain DIR --json` in, a page with one diagram a flow out, one of the
rules and one of the stories.

In: JSON on standard input, and the bot's folder for the heading. Out: Markdown with Mermaid state
diagrams, on standard output, or with `--check FILE` nothing, and an error where the file is another.
In a flow a state is a step and an arrow the condition under which it is taken; in rules and stories a
state is what the bot does and an arrow what was said before it. `make diagram` writes the pages,
`make examples` checks them.
"""

import json
import sys
from pathlib import Path

FLOWS = """A saved conversation is a stack of flows, each with the step it stands at: a question waits for its answer, a call for the host; a correction goes back to an earlier question, another flow stands on top until it ends, and cancelling takes it off the stack. [The order of decisions](decisions.md) says which of these a message is."""
RULES = """A rule that matches decides, in whatever conversation; those that begin alike share what they share. An arrow says what is said, under which condition in brackets."""
STORIES = """A conversation that went as a story goes on like it. Stories that begin alike share what they share; a checkpoint is where several go on."""

WORDS = {"collect": "ask for", "action": "do", "call": "run", "link": "go over to", "set": "set", "noop": "decide"}
Node = dict


def plain(text: str) -> str:
    """What Mermaid takes for a label: neither its own marks nor line ends."""
    return " ".join(text.replace(":", "∶").replace(";", ",").replace("#", "＃").split())


def flow(found: Node) -> str:
    """The states and arrows of one flow."""
    steps = found["steps"]
    names = {place: f"s{place + 1}" for place in range(len(steps))} | {None: "[*]"}
    lines = ["stateDiagram-v2", f"  [*] --> {names[0] if steps else '[*]'}"]
    for place, step in enumerate(steps):
        lines.append(f"  {names[place]}: {plain(WORDS[step['does']] + ' ' + step['of'])}")
    for place, step in enumerate(steps):
        for branch in step["next"]:
            when = branch["if"] or ("else" if len(step["next"]) > 1 else None)
            label = f": {plain(when.replace('slots.', ''))}" if when else ""
            lines.append(f"  {names[place]} --> {names[branch['to']]}{label}")
    return "\n".join(lines)


def words(step: Node) -> str:
    """A step that is no action, in a few words."""
    if "or" in step:
        return " or ".join(" and ".join(map(words, way)) for way in step["or"])
    if "slot_was_set" in step:
        return " and ".join(valued(*pair) for pair in step["slot_was_set"].items())
    if "active_loop" in step:
        return f"in {step['active_loop']}" if step["active_loop"] else "in no form"
    entities = f" with {', '.join(step['entities'])}" if step["entities"] else ""
    return (step["intent"] or f"“{step['user']}”") + entities


def valued(slot: str, value: object) -> str:
    if value is True:
        return slot
    return f"no {slot}" if value is None else f"{slot} = {json.dumps(value, ensure_ascii=False)}"


class Scripts:
    """Rules or stories as one diagram: what begins alike is drawn once."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.arrows: dict[tuple[str, str, str], str] = {}

    def go(self, start: str, label: str, does: str) -> str:
        """The state after doing something; the same one for the same way."""
        way = (start, label, does)
        if way not in self.arrows:
            self.states.append(does)
            self.arrows[way] = f"s{len(self.states)}"
        return self.arrows[way]

    def add(self, script: Node) -> None:
        here, said = "[*]", ["at the start"] if script["start"] else []
        if script["condition"]:
            said.append(f"[{', '.join(map(words, script['condition']))}]")
        for step in script["steps"]:
            if "checkpoint" in step:
                name = f"c_{''.join(c if c.isalnum() else '_' for c in step['checkpoint'])}"
                if here != "[*]" or said:
                    self.arrows[(here, ", ".join(said), name)] = name
                here, said = name, []
            elif does := step.get("action") or step.get("bot"):
                here, said = self.go(here, ", ".join(said), "…" if does == "..." else does), []
            else:
                said.append(words(step))
        if not script["waits"]:
            said.append("and goes on")
        if not here.startswith("c_"):
            self.arrows[(here, ", ".join(said), "[*]")] = "[*]"

    def draw(self) -> str:
        lines = ["stateDiagram-v2"]
        lines += [f"  s{place}: {plain(does)}" for place, does in enumerate(self.states, 1)]
        for (start, label, _), end in self.arrows.items():
            lines.append(f"  {start} --> {end}" + (f": {plain(label)}" if label else ""))
        return "\n".join(lines)


def chapter(title: str, about: str, charts: list[tuple[str, str]]) -> str:
    drawn = [f"### {name}\n\n```mermaid\n{chart}\n```" if name else f"```mermaid\n{chart}\n```" for name, chart in charts]
    return "\n\n".join([f"## {title}", about, *drawn])


def page(bot: Node, folder: str) -> str:
    chapters = []
    flows = [own for own in bot["flows"] if not own["pattern"]]
    if flows:
        chapters.append(chapter("Flows", FLOWS, [(f"{own['title']} (`{own['name']}`)", flow(own)) for own in flows]))
    for key, title, about in (("rules", "Rules", RULES), ("stories", "Stories", STORIES)):
        if bot[key]:
            drawing = Scripts()
            for script in bot[key]:
                drawing.add(script)
            chapters.append(chapter(title, about, [("", drawing.draw())]))
    if not chapters:
        sys.exit(f"flows: nothing was written in {folder}")
    return f"# What {folder} does\n\nDrawn by `make diagram` from `sonthana explain {folder} --json`.\n\n" + "\n\n".join(chapters) + "\n"


def main() -> None:
    drawn = page(json.load(sys.stdin), sys.argv[1])
    if sys.argv[2:3] == ["--check"]:
        if Path(sys.argv[3]).read_text("utf-8") != drawn:
            sys.exit(f"flows: {sys.argv[3]} is not what the bot says now; run `make diagram`")
        return
    sys.stdout.write(drawn)


if __name__ == "__main__":
    main()
