//! What is said, and that it is heard again as what it was.

use jiff::tz::TimeZone;

use super::{Hearer, styled};
use crate::bot::Style;
use crate::value::{Timestamp, Value};

/// 2026-11-21T10:00+07:00, a Saturday.
const NOW: Timestamp = Timestamp(1_795_230_000_000);

fn said(json: &str, filters: &str, thai: bool) -> Option<String> {
    let zone = TimeZone::get("Asia/Bangkok").unwrap();
    let hearer = Hearer { now: Some(NOW), zone: &zone, thai };
    let style = if filters.is_empty() { Style::default() } else { Style::parse(filters).unwrap() };
    styled(&Value::from_json(json).unwrap(), style, &hearer)
}

fn at(at: &str, grain: &str, filters: &str) -> String {
    said(&format!(r#"{{"at":"{at}","grain":"{grain}"}}"#), filters, true).unwrap()
}

#[test]
fn times_as_people_say_them() {
    assert_eq!(at("2026-11-21T15:00:00+07:00", "minute", ""), "วันนี้ 15:00 น.");
    assert_eq!(at("2026-11-22T09:30:00+07:00", "minute", ""), "พรุ่งนี้ 09:30 น.");
    assert_eq!(at("2026-11-25T00:00:00+07:00", "day", ""), "25 พ.ย.");
    assert_eq!(at("2027-01-02T00:00:00+07:00", "day", ""), "2 ม.ค. 2570");
    assert_eq!(at("2027-01-01T00:00:00+07:00", "month", ""), "ม.ค. 2570");
    assert_eq!(at("2026-12-05T00:00:00+07:00", "day", "short"), "5 ธ.ค. 69");
    assert_eq!(at("2026-12-05T00:00:00+07:00", "day", "short|ce"), "5 ธ.ค. 2026");
    assert_eq!(at("2026-12-05T00:00:00+07:00", "day", "long"), "วันเสาร์ที่ 5 ธันวาคม 2569");
    assert_eq!(at("2026-12-05T00:00:00+07:00", "day", "iso"), "2026-12-05");
    assert_eq!(at("2026-12-05T00:00:00+07:00", "day", "relative"), "อีก 14 วัน");
    assert_eq!(at("2026-11-23T15:30:00+07:00", "minute", "words"), "มะรืนนี้บ่ายสามโมงครึ่ง");
    assert_eq!(at("2026-11-23T21:00:00+07:00", "minute", "clock|words"), "สามทุ่ม");
    assert_eq!(at("2026-11-23T21:00:00+07:00", "minute", "long"), "วันจันทร์ที่ 23 พฤศจิกายน 2569 เวลา 21:00 น.");
    assert_eq!(said(r#"{"at":"2026-11-22T15:00:00+07:00","grain":"hour"}"#, "", false).unwrap(), "tomorrow 15:00");
}

#[test]
fn intervals_and_recurrences() {
    let days = r#"{"from":{"at":"2026-11-26T00:00:00+07:00"},"to":{"at":"2026-11-29T00:00:00+07:00"},"grain":"day"}"#;
    assert_eq!(said(days, "", true).unwrap(), "26-28 พ.ย. 2569");
    let hours = r#"{"from":{"at":"2026-11-22T09:00:00+07:00"},"to":{"at":"2026-11-22T15:00:00+07:00"},"grain":"hour"}"#;
    assert_eq!(said(hours, "", true).unwrap(), "พรุ่งนี้ 09:00-15:00 น.");
    assert_eq!(said(hours, "words", true).unwrap(), "พรุ่งนี้เก้าโมงเช้าถึงบ่ายสามโมง");
    let by = r#"{"to":{"at":"2026-11-26T00:00:00+07:00"},"grain":"day"}"#;
    assert_eq!(said(by, "", true).unwrap(), "ภายใน 25 พ.ย.");
    let weekly = r#"{"every":"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR","at":"2026-11-23T00:00:00+07:00"}"#;
    assert_eq!(said(weekly, "", true).unwrap(), "ทุกวันจันทร์ถึงศุกร์");
}

#[test]
fn money_and_amounts() {
    assert_eq!(said(r#"{"amount":"2500.50","currency":"THB"}"#, "", true).unwrap(), "2,500.50 บาท");
    assert_eq!(said(r#"{"amount":"2500.50","currency":"THB"}"#, "short", true).unwrap(), "฿2,500.50");
    assert_eq!(said(r#"{"amount":"-1000","currency":"USD"}"#, "", false).unwrap(), "-1,000 USD");
    assert_eq!(said(r#"{"amount":"121.50","currency":"THB"}"#, "baht-text", true).unwrap(), "หนึ่งร้อยยี่สิบเอ็ดบาทห้าสิบสตางค์");
    assert_eq!(said(r#"{"amount":"99.996"}"#, "baht-text", true).unwrap(), "หนึ่งร้อยบาทถ้วน");
    assert_eq!(said("0.25", "baht-text", true).unwrap(), "ยี่สิบห้าสตางค์");
    assert_eq!(said(r#"{"to":"3000","currency":"THB"}"#, "", true).unwrap(), "ไม่เกิน 3,000 บาท");
    assert_eq!(said(r#"{"from":"300","to":"500","currency":"THB"}"#, "", true).unwrap(), "300-500 บาท");
    assert_eq!(said(r#"{"amount":"80","currency":"THB","per":"kilogram"}"#, "", true).unwrap(), "80 บาทต่อกิโลกรัม");
    assert_eq!(said(r#"{"value":3,"unit":"cup"}"#, "", true).unwrap(), "3 แก้ว");
    assert_eq!(said(r#"{"value":3,"unit":"box"}"#, "", false).unwrap(), "3 boxes");
    let minutes = r#"{"value":135,"unit":"minute","seconds":8100}"#;
    assert_eq!(said(minutes, "", true).unwrap(), "2 ชั่วโมง 15 นาที");
    assert_eq!(said(minutes, "short", true).unwrap(), "2 ชม. 15 นาที");
    assert_eq!(said(r#"{"from":5,"unit":"day"}"#, "", true).unwrap(), "5 วัน ขึ้นไป");
}

#[test]
fn phones_persons_addresses() {
    let phone = r#"{"number":"+66812345678","ext":"12"}"#;
    assert_eq!(said(phone, "", true).unwrap(), "081-234-5678 ต่อ 12");
    assert_eq!(said(r#""+6621234567""#, "", true).unwrap(), "02-123-4567");
    assert_eq!(said(r#""+66812345678""#, "mask", true).unwrap(), "•••-•••-5678");
    assert_eq!(said(r#""+66812345678""#, "words", true).unwrap(), "ศูนย์แปดหนึ่ง สองสามสี่ ห้าหกเจ็ดแปด");
    assert_eq!(said(r#"{"title":"คุณ","first":"สมชาย","last":"ใจดี"}"#, "", true).unwrap(), "คุณสมชาย ใจดี");
    let home = r#"{"house":"99/9","moo":"4","subdistrict":"ในเมือง","district":"เมืองขอนแก่น","province":"ขอนแก่น","postcode":"40000"}"#;
    assert_eq!(said(home, "", true).unwrap(), "99/9 หมู่ 4 ตำบลในเมือง อำเภอเมืองขอนแก่น จังหวัดขอนแก่น 40000");
}

#[test]
fn what_has_no_words_stays() {
    assert_eq!(said(r#"{"at":"soon"}"#, "", true), None);
    assert_eq!(said(r#"{"at":"ก2026-11-22T15:00:00"}"#, "", true), None);
    assert_eq!(said("{}", "", true), None);
    assert_eq!(said("null", "", true), None);
    assert_eq!(said(r#""ลาเต้""#, "clock", true), None);
}
