//! One line a phrase: what is found in it, as `kind text json`.

use super::*;

const NOW: Timestamp = Timestamp(1_768_964_400_000); // Wednesday 2026-01-21 10:00 +07:00

fn found(text: &str) -> Vec<String> {
    entities(text, NOW, "Asia/Bangkok", None)
        .unwrap()
        .iter()
        .map(|entity| {
            assert_eq!(&text[entity.span.start..entity.span.end], entity.text);
            format!("{} {} {}", entity.kind, entity.text, entity.value.to_json())
        })
        .collect()
}

fn only(kind: &str, text: &str) -> Vec<String> {
    let found = entities(text, NOW, "Asia/Bangkok", Some(&[kind])).unwrap();
    found.iter().map(|entity| entity.value.to_json()).collect()
}

fn check(kind: &str, cases: &[(&str, &str)]) {
    for (text, value) in cases {
        assert_eq!(only(kind, text), [*value], "{text}");
    }
}

#[test]
fn numbers() {
    check(
        "number",
        &[
            ("สองร้อยห้าสิบเอ็ด", r#"{"value":251}"#),
            ("ร้อยนึง", r#"{"value":100}"#),
            ("หนึ่งล้านสองแสนสามหมื่น", r#"{"value":1230000}"#),
            ("๑,๒๕๐", r#"{"value":1250}"#),
            ("1.5 ล้าน", r#"{"value":1500000}"#),
            ("3 แสน 5", r#"{"value":350000}"#),
            ("สองพันห้า", r#"{"also":[2005],"value":2500}"#),
            ("พันเอ็ด", r#"{"value":1001}"#),
            ("ครึ่งล้าน", r#"{"value":500000}"#),
            ("สองล้านครึ่ง", r#"{"value":2500000}"#),
            ("ยี่สิบกว่า", r#"{"from":21,"to":29}"#),
            ("สองสามร้อย", r#"{"from":200,"to":300}"#),
            ("หลักหมื่น", r#"{"from":10000,"to":99999}"#),
            ("เกือบห้าร้อย", r#"{"about":true,"to":500}"#),
            ("ไม่เกิน 20", r#"{"to":20}"#),
            ("ลบสามจุดห้า", r#"{"value":-3.5}"#),
            ("สามส่วนสี่", r#"{"value":0.75}"#),
            ("หนึ่งพันสองร้อยล้าน", r#"{"value":1200000000}"#),
            ("seven hundred twenty-one thousand twelve", r#"{"value":721012}"#),
            ("two point two million", r#"{"value":2200000}"#),
        ],
    );
}

#[test]
fn money() {
    check(
        "money",
        &[
            ("1,250 บาท", r#"{"amount":"1250","currency":"THB"}"#),
            ("฿99", r#"{"amount":"99","currency":"THB"}"#),
            ("500.-", r#"{"amount":"500","currency":"THB"}"#),
            ("ห้าร้อยบาทถ้วน", r#"{"amount":"500","currency":"THB"}"#),
            ("2 บาท 50 สตางค์", r#"{"amount":"2.50","currency":"THB"}"#),
            ("แบงค์พันสองใบ", r#"{"amount":"2000","currency":"THB"}"#),
            ("ไม่เกิน 3,000 บาท", r#"{"currency":"THB","to":"3000"}"#),
            ("300-500 บาท", r#"{"currency":"THB","from":"300","to":"500"}"#),
            ("40 กว่าบาท", r#"{"currency":"THB","from":"41","to":"49"}"#),
            ("กิโลละ 80", r#"{"amount":"80","currency":"THB","per":"kilogram"}"#),
            ("US$3 and fourteen", r#"{"amount":"3.14","currency":"USD"}"#),
            ("between 1.1 and 1.3 dollars", r#"{"currency":"USD","from":"1.10","to":"1.30"}"#),
        ],
    );
}

#[test]
fn addresses_of_the_net_and_phones() {
    assert_eq!(found("ส่งไปที่test@mail.comนะคะ"), [r#"email test@mail.com {"value":"test@mail.com"}"#]);
    assert_eq!(found("ดู https://lin.ee/abc123ค่ะ"), [r#"url https://lin.ee/abc123 {"value":"https://lin.ee/abc123"}"#]);
    check(
        "phone",
        &[
            ("081-234-5678", r#"{"number":"+66812345678"}"#),
            ("โทร 02-123-4567 ต่อ 12", r#"{"ext":"12","number":"+6621234567"}"#),
            ("๐๘๑๒๓๔๕๖๗๘", r#"{"number":"+66812345678"}"#),
            ("ศูนย์แปดหนึ่ง สองสามสี่ ห้าหกเจ็ดแปด", r#"{"number":"+66812345678"}"#),
            ("โทร 1669", r#"{"number":"1669"}"#),
        ],
    );
}

#[test]
fn yes_and_no() {
    check(
        "answer",
        &[("ใช่ค่ะ", r#"{"value":true}"#), ("ไม่เอาค่ะ", r#"{"value":false}"#), ("ได้เลย", r#"{"value":true}"#)],
    );
    check("choice", &[("อันแรก", r#"{"value":1}"#), ("เอาอันที่สอง", r#"{"value":2}"#)]);
    assert_eq!(only("answer", "ใช่ไหมคะ"), Vec::<String>::new());
}

#[test]
fn unknown_kinds_and_zones_are_refused() {
    assert_eq!(entities("1", NOW, "Mars/Base", None).unwrap_err().code(), "bad-value");
    assert_eq!(entities("1", NOW, "UTC", Some(&["monney"])).unwrap_err().code(), "unknown-name");
}

#[test]
fn times() {
    let at = |text: &str, expected: &str| {
        let found = only("time", text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].contains(expected), "{text}: {} lacks {expected}", found[0]);
    };
    for (text, expected) in [
        ("ตีสาม", r#""at":"2026-01-22T03:00:00+07:00""#),
        ("บ่ายสองโมงครึ่ง", "2026-01-21T14:30:00"),
        ("สองทุ่มสิบนาที", "2026-01-21T20:10:00"),
        ("๑๕.๓๐ น.", "2026-01-21T15:30:00"),
        ("อีกสิบนาทีห้าโมงเย็น", "T16:50:00"),
        ("คืนนี้ 8 โมง", "2026-01-21T20:00:00"),
        ("เที่ยงคืน", "2026-01-22T00:00:00"),
        ("พรุ่งนี้บ่ายสามครึ่ง", "2026-01-22T15:30:00"),
        ("อาทิตย์หน้า", r#""at":"2026-01-26T00:00:00+07:00","grain":"week""#),
        ("สิ้นเดือน", "2026-01-31"),
        ("วันศุกร์หน้า", r#""at":"2026-01-30T00:00:00+07:00","grain":"day""#),
        ("สองอาทิตย์ก่อน", "2026-01-07"),
        ("5 ธ.ค. 67", "2024-12-05"),
        ("๕ ธันวาคม ๒๕๖๗", "2024-12-05"),
        ("วันพฤหัสบดีที่ 5 ธันวาคม พ.ศ. 2567", "2024-12-05"),
        ("วันที่ 15", "2026-02-15"),
        (
            "3-5 พ.ค.",
            r#""from":{"at":"2026-05-03T00:00:00+07:00"},"grain":"day","to":{"at":"2026-05-06T00:00:00+07:00"}"#,
        ),
        ("ภายในวันศุกร์", r#"{"grain":"day","to":{"at":"2026-01-24T00:00:00+07:00"}}"#),
        ("9 โมงถึงบ่าย 3", r#"T09:00:00+07:00"},"grain":"minute","to":{"at":"2026-01-2"#),
        ("สามทุ่มถึงตีหนึ่ง", r#""to":{"at":"2026-01-22T01:00:00"#),
        ("ทุกจันทร์-ศุกร์", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("ทุกสิ้นเดือน", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("วันวิสาขบูชา 2569", "2026-05-31"),
        ("วันพ่อปีที่แล้ว", "2025-12-05"),
        ("tomorrow at 5pm", "2026-01-22T17:00:00"),
        ("first monday of last month", "2025-12-01"),
    ] {
        at(text, expected);
    }
    for text in ["31 กุมภาพันธ์", "ทุกวันนี้", "ตีลังกา", "บ้านเลขที่ 99/9", "ราคา 10.30 บาท", "ตีหก"]
    {
        assert_eq!(only("time", text), Vec::<String>::new(), "{text}");
    }
}
