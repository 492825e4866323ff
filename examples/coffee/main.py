"""The coffee shop as a FastAPI service, its conversations in SQLite.

    pip install fastapi uvicorn sonthana
    python examples/coffee/main.py
    curl -s localhost:8000/message -H 'content-type: application/json' \
         -d '{"conversation": "U1", "id": "m1", "text": "ขอลาเต้เย็นแก้วนึงค่ะ"}'

The engine is a pure function; this host brings the clock, the database and the shop's own actions.
Two workers may handle one conversation at once: the state's version decides who was first.
"""

import sqlite3
import time
from pathlib import Path

import sonthana
from fastapi import FastAPI
from pydantic import BaseModel
from sonthana import Action, Event

engine = sonthana.Engine(sonthana.Bot.open(str(Path(__file__).parent / "bot")))
app = FastAPI()


class Message(BaseModel):
    conversation: str
    text: str
    id: str | None = None


def database() -> sqlite3.Connection:
    connection = sqlite3.connect("coffee.db", timeout=5)
    connection.execute("CREATE TABLE IF NOT EXISTS states (conversation TEXT PRIMARY KEY, version INTEGER, state TEXT)")
    return connection


def place_order(value: dict) -> dict:
    """The shop's own action: here the order would go to the till."""
    return {"replies": [{"text": "เลขที่ออเดอร์ A001 ค่ะ"}]}


ACTIONS = {"action_place_order": place_order}


def run(state: sonthana.State, event: Event) -> tuple[sonthana.State, list[str]]:
    """One turn, and those that follow from what the host itself does."""
    turn = engine.turn(state, event, now())
    state, said = turn.state, []
    for action in turn.actions:
        match action:
            case Action.Say(text=text):
                said.append(text)
            case Action.Call(id=id, name=name, value=value):
                answer = ACTIONS[name](value) if name in ACTIONS else {"error": "failed"}
                state, more = run(state, Event.Answer(id=id, value=answer))
                said += more
            case Action.Handoff(queue=queue, summary=summary):
                print(f"-> {queue}\n{summary}")
    return state, said


@app.post("/message")
def message(message: Message) -> list[str]:
    while True:
        with database() as connection:
            row = connection.execute("SELECT version, state FROM states WHERE conversation = ?", [message.conversation]).fetchone()
            state = engine.restore(row[1]) if row else engine.start(now()).state
            before = row[0] if row else None
            state, said = run(state, Event.Message(text=message.text, id=message.id))
            if row:
                done = connection.execute(
                    "UPDATE states SET version = ?, state = ? WHERE conversation = ? AND version = ?",
                    [state.version, state.save(), message.conversation, before],
                )
            else:
                done = connection.execute(
                    "INSERT OR IGNORE INTO states VALUES (?, ?, ?)", [message.conversation, state.version, state.save()]
                )
            if done.rowcount == 1:  # nobody was faster
                return said


def now() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=8000)
