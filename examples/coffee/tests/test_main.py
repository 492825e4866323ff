"""The FastAPI host: an order over HTTP, states in SQLite, a repeated delivery that changes nothing."""

import importlib.util
from pathlib import Path

from fastapi.testclient import TestClient


def client(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    spec = importlib.util.spec_from_file_location("coffee", Path(__file__).parent.parent / "main.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return TestClient(module.app)


def test_an_order_reaches_the_till(tmp_path, monkeypatch):
    http = client(tmp_path, monkeypatch)

    def send(text, **more):
        return "\n".join(http.post("/message", json={"conversation": "U1", "text": text, **more}).json())

    assert "ร้านกาแฟบ้านสวน" in send("สวัสดีค่ะ", id="m1")
    assert send("สวัสดีค่ะ", id="m1") == ""
    assert "กี่โมง" in send("ขอลาเต้แก้วใหญ่หวานน้อย 2 แก้วค่ะ")
    assert "จำนวน 2 แก้ว" in send("บ่ายสามค่ะ")
    assert "A001" in send("ถูกต้องค่ะ")
    other = http.post("/message", json={"conversation": "U2", "text": "ออเดอร์เสร็จหรือยังคะ"}).json()
    assert "ยังไม่มีออเดอร์" in other[0]
