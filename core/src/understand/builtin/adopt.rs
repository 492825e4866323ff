//! What an open slot makes of a bare number: ห้าร้อย is money where money was asked for, สาม an hour.
//!
//! In: a text in which nothing of the kind that was asked for has been found. Out: the number in it as
//! that kind, with its other readings. Money takes any number, in baht, a bank account one of 10 to 12
//! digits; a time only one that is all
//! the message says: 3, สามค่ะ, 15.30, and past 24 a day of the month. What is asked decides only
//! what else stays open; it never unmakes what was found.

use jiff::tz::TimeZone;

use super::calendar::Period;
use super::class::Class;
use super::clock::{Clock, Style, of_style};
use super::day::{Day, Fields};
use super::kind::Kind;
use super::measure::{Amount, amount};
use super::moment::{Here, Moment};
use super::phone::written;
use super::token::Tokens;
use super::{Builtin, calendar, emit};
use crate::order;
use crate::text::Text;
use crate::understanding::Entity;
use crate::value::{Timestamp, Value};

impl Builtin {
    /// Adds what the asked kinds make of a bare number, where they have found nothing themselves.
    pub(crate) fn adopt(&self, text: &Text, clock: (Timestamp, &TimeZone), asked: &[&str], out: &mut Vec<Entity>) {
        for name in asked {
            let Some(kind) =
                Kind::named(name).filter(|kind| matches!(kind, Kind::Money | Kind::Time | Kind::BankAccount))
            else {
                continue;
            };
            if self.wanted & (1 << kind as u64) == 0 || out.iter().any(|entity| entity.kind == *name) {
                continue;
            }
            let tokens = Tokens::scan(text.reading());
            let read = if kind == Kind::BankAccount {
                account(&tokens)
            } else {
                bare(&tokens).and_then(|found| {
                    let value = match kind {
                        Kind::Money => money(&tokens, &found, clock.1),
                        _ if all(&tokens, &found) => time(&tokens, &found, clock),
                        _ => None,
                    };
                    Some((found.start, found.end, value?))
                })
            };
            let Some((start, end, value)) = read else { continue };
            let (from, to) = (tokens.list[start].start, tokens.list[end - 1].end);
            let span = text.span(from as usize, to as usize);
            let apart = |other: crate::text::Span| other.end <= span.start || span.end <= other.start;
            out.retain(|entity| entity.kind != Kind::Number.name() || apart(entity.span));
            let mut entity = Entity::new(name, text.original(), span, "builtin");
            entity.value = value;
            entity.why = Some(match kind {
                Kind::Money => "an amount of money was asked for",
                Kind::BankAccount => "an account was asked for",
                _ => "a time was asked for",
            });
            out.push(entity);
            order::by_key(out, |entity| entity.span.start);
        }
    }
}

/// The only run of 10 to 12 digits of a text, as a bank account: its tokens and its value.
fn account(t: &Tokens<'_>) -> Option<(usize, usize, Value)> {
    let mut found = None;
    let mut at = 0;
    while at < t.len() {
        let Some(run) = t.digits(at).and_then(|_| written(t, at)) else {
            at += 1;
            continue;
        };
        at = run.end.max(at + 1);
        let value = Value::map([("value", Value::text(run.digits.as_str()))]);
        let fits = !run.plus && (10..=12).contains(&run.digits.len());
        if fits && found.replace((run.start, run.end, value)).is_some() {
            return None;
        }
    }
    found
}

/// The only number of a text, if it is one without a unit.
fn bare(t: &Tokens<'_>) -> Option<Amount> {
    let mut found: Option<Amount> = None;
    let mut at = 0;
    while at < t.len() {
        let Some(next) = amount(t, at) else {
            at += 1;
            continue;
        };
        at = next.end.max(at + 1);
        if next.unit.is_some() || t.is(next.end, Class::Percent) || found.replace(next).is_some() {
            return None;
        }
    }
    found
}

/// Whether an amount is all that a message says, but for particles and words such as ตอน.
fn all(t: &Tokens<'_>, found: &Amount) -> bool {
    let small = [Class::Particle, Class::At, Class::Choose, Class::About];
    (0..t.len()).all(|at| (found.start..found.end).contains(&at) || small.into_iter().any(|class| t.is(at, class)))
}

fn money(t: &Tokens<'_>, found: &Amount, zone: &TimeZone) -> Option<Value> {
    // ร้อยห้า is 150 of money first, 105 otherwise.
    let mut found = *found;
    if let (Some(value), Some(also)) = (found.value(), found.also)
        && (100.0..200.0).contains(&value)
        && also > value
    {
        (found.low, found.high, found.also) = (Some(also), Some(also), Some(value));
    }
    found.unit = super::measure::baht(t);
    emit::value(t, Kind::Money, super::Body::Amount(found), zone)
}

fn time(t: &Tokens<'_>, found: &Amount, (now, zone): (Timestamp, &TimeZone)) -> Option<Value> {
    let here = Here::new(now, zone, false)?;
    calendar::value(&period(t, found, here)?, zone)
}

fn period(t: &Tokens<'_>, found: &Amount, here: Here) -> Option<Period> {
    let value = found.value()?;
    let minutes = ((value.fract() * 100.0).round() as i32).clamp(0, 99);
    let hour = value.trunc() as i32;
    if minutes > 59 || !(0..=31).contains(&hour) {
        return None;
    }
    let dotted = t.mark(found.start + 1, '.') && t.digits(found.start + 2).is_some_and(|(_, length)| length == 2);
    if (minutes > 0) != dotted && value.fract() != 0.0 {
        return None;
    }
    let moment = match hour {
        1..=11 => {
            Moment { clock: Some(Clock { minute: minutes, ..of_style(hour, Style::Hour(0))? }), ..Moment::default() }
        }
        0 | 12..=24 => Moment { clock: Some(Clock::new(0, hour, minutes, Style::Plain)), ..Moment::default() },
        _ => Moment { day: Some(Day::Fields(Fields { day: Some(hour), ..Fields::default() })), ..Moment::default() },
    };
    let mut period = moment.resolve(here)?;
    // 7 to 11 are of the morning, or of the evening.
    if (7..=11).contains(&hour) {
        let evening = Clock::new(0, hour + 12, minutes, Style::Plain);
        period.also.extend(Moment { clock: Some(evening), ..Moment::default() }.resolve(here)?.from);
    }
    Some(period)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::normalize;

    /// What is read where a slot asks for a kind.
    fn asked(kind: &str, text: &str) -> Vec<String> {
        let now = Timestamp(1_768_964_400_000); // Wednesday 2026-01-21 10:00 +07:00
        let zone = TimeZone::get("Asia/Bangkok").unwrap();
        let builtin = Builtin::new(&[kind, "number"]).unwrap();
        let text = normalize(text);
        let mut found = Vec::new();
        builtin.extract(&text, now, &zone, &mut found);
        builtin.adopt(&text, (now, &zone), &[kind], &mut found);
        found.iter().map(|entity| format!("{} {} {}", entity.kind, entity.text, entity.value.to_json())).collect()
    }

    #[test]
    fn a_bare_number_is_money_where_money_was_asked_for() {
        assert_eq!(asked("money", "ห้าร้อยค่ะ"), [r#"money ห้าร้อย {"amount":"500","currency":"THB"}"#]);
        assert_eq!(
            asked("money", "ประมาณ 2.5k"),
            [r#"money ประมาณ 2.5k {"about":true,"amount":"2500","currency":"THB"}"#]
        );
        assert_eq!(asked("money", "ร้อยห้า"), [r#"money ร้อยห้า {"also":["105"],"amount":"150","currency":"THB"}"#]);
        assert_eq!(asked("money", "500 เยน"), [r#"money 500 เยน {"amount":"500","currency":"JPY"}"#]);
    }

    #[test]
    fn a_bare_number_is_an_hour_where_a_time_was_asked_for() {
        let three = r#"time สาม {"also":[{"at":"2026-01-22T09:00:00+07:00","grain":"minute"}],"at":"2026-01-21T15:00:00+07:00","grain":"minute"}"#;
        assert_eq!(asked("time", "สามค่ะ"), [three]);
        assert_eq!(asked("time", "15.30"), [r#"time 15.30 {"at":"2026-01-21T15:30:00+07:00","grain":"minute"}"#]);
        assert_eq!(asked("time", "25"), [r#"time 25 {"at":"2026-01-25T00:00:00+07:00","grain":"day"}"#]);
        assert_eq!(asked("time", "มี 3 อย่าง"), [r#"number 3 {"value":3}"#]);
        assert_eq!(asked("time", "เลือก 3 แล้วกัน ส่งเร็วไหม"), [r#"number 3 {"value":3}"#]);
    }
}
