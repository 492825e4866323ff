"""The command line, as `python -m sonthana` and as `sonthana` run it."""

import json
import signal
import subprocess
import sys
import time

COMMAND = [sys.executable, "-m", "sonthana"]


def run(*args, input=""):
    return subprocess.run([*COMMAND, *args], input=input, capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_a_line_in_and_json_out():
    done = run("tokenize", "-", input="ขอกาแฟ\n")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[0])


def test_wrong_use_is_two():
    assert run("no-such-verb").returncode == 2


def test_a_directory_that_is_not_there_is_one():
    assert run("check", "no/such/directory").returncode == 1


def test_interrupting_ends_it():
    # A job in the background inherits that interrupts are ignored.
    heeding = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731
    process = subprocess.Popen(
        [*COMMAND, "tokenize", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=heeding
    )
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) == 130
