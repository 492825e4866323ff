"""A small bot that several tests talk to."""

import pytest
from sonthana import Bot, Engine

FILES = {
    "domain.yml": {
        "intents": ["greet", "balance"],
        "slots": {"note": {"type": "any", "mappings": [{"type": "custom"}]}},
        "actions": ["action_balance"],
        "responses": {"utter_greet": [{"text": "สวัสดีค่ะ", "buttons": [{"title": "ยอด", "payload": "/balance"}]}]},
    },
    "data/nlu.yml": """
nlu:
- intent: greet
  examples: |
    - สวัสดีค่ะ
    - หวัดดี
- intent: balance
  examples: |
    - เช็คยอดเงิน
    - ยอดเหลือเท่าไหร่
""",
    "data/rules.yml": """
rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_greet
- rule: balance
  steps:
  - intent: balance
  - action: action_balance
""",
}
NOW = 1_795_230_000_000


@pytest.fixture(scope="session")
def bot():
    return Bot.read(FILES)


@pytest.fixture(scope="session")
def engine(bot):
    return Engine(bot)
