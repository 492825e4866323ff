//! The Rust host answers a customer: an order from the first word to its number.

use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn an_order_reaches_the_till() {
    let mut host =
        Command::new(env!("CARGO_BIN_EXE_coffee")).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines = "สวัสดีค่ะ\nขอลาเต้แก้วใหญ่หวานน้อย 2 แก้วค่ะ\nบ่ายสามค่ะ\nถูกต้องค่ะ\n";
    host.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = host.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    for expected in ["ร้านกาแฟบ้านสวน", "กี่โมง", "ลาเต้ แก้วใหญ่ หวานน้อย จำนวน 2 แก้ว", "A001"]
    {
        assert!(said.contains(expected), "{expected} is not in\n{said}");
    }
}
