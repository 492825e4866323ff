//! Amounts → entities of their kinds, and the plain values of the design.
//!
//! A number with a currency is money, with a unit of time a duration, and so on; percents and
//! ordinals are read here too, since they are numbers with one word more.

use jiff::tz::TimeZone;

use super::class::Class;
use super::kind::Kind;
use super::measure::{Amount, Rate, amount};
use super::number::{number, tidy};
use super::token::{Sort, Tokens, is_thai};
use super::unit::{Measure, Unit};
use super::{Body, Search};
use crate::value::{LARGEST, Value};

/// Finds numbers and everything that is a number of something.
pub(super) fn amounts(search: &mut Search<'_>) {
    let mut at = 0;
    while at < search.tokens.len() {
        if !may_begin(&search.tokens, at) {
            at += 1;
            continue;
        }
        if let Some(end) = half_share(search, at) {
            at = end;
            continue;
        }
        let share = search.tokens.is(at + 1, Class::Of) && search.tokens.is(at, Class::Ordinal);
        if !share && let Some(end) = ordinal(search, at) {
            at = end;
            continue;
        }
        let Some(found) = amount(&search.tokens, at) else {
            at += 1;
            continue;
        };
        at = record(search, found).max(at + 1);
    }
}

/// ลดครึ่งนึง, จ่ายก่อนครึ่งหนึ่ง: half of the whole, where it is half of no unit.
fn half_share(search: &mut Search<'_>, at: usize) -> Option<usize> {
    let t = &search.tokens;
    let one = t.is(at, Class::Half) && t.is(at + 1, Class::One) && t.glued(at + 1) && t.slice(at + 1, at + 2) != "เดียว";
    let counted = |at: usize| t.is(at, Class::Place) || t.is(at, Class::Digit) || t.is(at, Class::Unit);
    let before = at > 0
        && (counted(at - 1) || t.is(at - 1, Class::Hour) || t.is(at - 1, Class::Evening) || t.digits(at - 1).is_some());
    if !one || before || counted(at + 2) && t.near(at + 2) {
        return None;
    }
    search.add(Kind::Percent, at, at + 2, Body::Value(Value::map([("value", Value::Number(50.0))])));
    Some(at + 2)
}

/// Whether an amount may begin at a token: what is neither digits, a sign nor a word of numbers,
/// units or bounds is passed over.
fn may_begin(t: &Tokens<'_>, at: usize) -> bool {
    match t.list[at].sort {
        Sort::Digits => true,
        Sort::Mark(mark) => matches!(mark, '-' | '−' | '.'),
        Sort::Word(_) => t.senses(at).iter().any(|sense| sense.class <= Class::Single || sense.class.counts()),
        Sort::Letters | Sort::Thai => false,
    }
}

/// Records an amount; gives the token to go on from.
fn record(search: &mut Search<'_>, mut found: Amount) -> usize {
    let t = &search.tokens;
    if found.unit.is_none() && (coded(t, &found) || laughter(t, &found) || model(t, &found)) {
        return found.end;
    }
    if found.unit.is_none() && t.is(found.end, Class::Percent) && t.near(found.end) {
        found.end += 1;
        search.add(Kind::Percent, found.start, found.end, Body::Amount(found));
        return found.end;
    }
    let before = found.start.checked_sub(1);
    if found.unit.is_none() && before.is_some_and(|at| t.is(at, Class::PercentBefore)) && t.near(found.start) {
        search.add(Kind::Percent, found.start - 1, found.end, Body::Amount(found));
        return found.end;
    }
    // ไข้ 38.5, อุณหภูมิ 25 are degrees.
    let heat = |at: usize| t.is(at, Class::Heat) && t.slice(at, at + 1) != "อากาศ";
    if found.unit.is_none()
        && found.low.is_some_and(|low| (5.0..=60.0).contains(&low))
        && before.is_some_and(|at| heat(at) || at > 0 && heat(at - 1) && t.is(at, Class::Until))
        && search.wants(Kind::Temperature)
    {
        found.unit = super::part::named("degree");
    }
    let kind = found.unit.map_or(Kind::Number, |unit| kind_of(t.unit(unit)));
    // ศูนย์ is a centre more often than nothing: เข้าศูนย์วันไหน.
    let nothing = found.value() == Some(0.0) && t.sense(found.start, Class::Digit) == Some(0);
    if nothing && !matches!(kind, Kind::Number | Kind::Money | Kind::Temperature) {
        return found.end;
    }
    if kind != Kind::Number && !search.wants(kind) {
        return bare(search, found);
    }
    super::product::find(search, kind, &mut found);
    let end = found.end;
    if kind == Kind::Number && (!number_stands(search, &found) || bounds_time(search, &found)) {
        return end;
    }
    search.floor = search.tokens.list.get(end - 1).map_or(0, |last| last.end as usize);
    // ยัง|ไม่ถึงปีครึ่ง
    let still = search.tokens.slice(found.start, found.start + 1) == "ยังไม่ถึง";
    let before = search.found.len();
    search.add(kind, found.start, end, Body::Amount(found));
    if let Some(found) = search.found.get_mut(before).filter(|_| still) {
        found.start += "ยัง".len() as u32;
    }
    end
}

/// Whether a plain number is the bound of a time already found: ประมาณ **4 ทุ่ม**.
fn bounds_time(search: &Search<'_>, found: &Amount) -> bool {
    let list = &search.tokens.list;
    let (start, end) = (list[found.start].start, list[found.end - 1].end);
    let times = &search.found[..search.times];
    let next = times.get(times.partition_point(|time| time.start <= start));
    next.is_some_and(|time| time.start < end && time.end > end)
}

/// Whether a plain number in Thai words is one, and not a piece of another word.
///
/// พัน in ผูกพัน, ห้า in ห้าดาว, ศูนย์ in ศูนย์บริการ are none. Alone in the message, or between words
/// of the grammar, a number stands.
fn number_stands(search: &mut Search<'_>, found: &Amount) -> bool {
    let t = &search.tokens;
    let (from, to) = (found.start, found.end);
    if found.digits || !t.slice(from, to).starts_with(super::token::is_thai) {
        return true;
    }
    let opaque = |at: usize| {
        t.list.get(at).is_some_and(|token| matches!(token.sort, Sort::Thai)) || t.sense(at, Class::PlaceCue) == Some(1)
    };
    let before = from > 0 && t.glued(from) && opaque(from - 1);
    let after = t.glued(to) && (opaque(to) || t.is(to, Class::Stop));
    let lone = to == from + 1;
    let zero = lone && t.sense(from, Class::Digit) == Some(0);
    let one = lone && t.sense(from, Class::Digit) == Some(1);
    let whole = (0..t.len()).all(|at| (from..to).contains(&at) || t.is(at, Class::Particle) || t.is(at, Class::Choose));
    if whole {
        return true;
    }
    // พี่สอง is somebody.
    let called = from > 0 && t.glued(from) && t.is(from - 1, Class::TitleWeak);
    if zero || called || (one && (before || after)) || (lone && after) {
        return false;
    }
    let (start, end) = (t.list[from].start as usize, t.list[to - 1].end as usize);
    !(lone || to == from + 2) || search.edge(start) && search.edge(end)
}

/// The plain number within an amount whose kind is not wanted.
fn bare(search: &mut Search<'_>, found: Amount) -> usize {
    let t = &search.tokens;
    let Some((from, value)) = (found.start..found.end).find_map(|at| number(t, at).map(|value| (at, value))) else {
        return found.end;
    };
    let plain = Amount {
        start: from,
        end: value.end,
        unit: None,
        low: Some(value.low),
        high: Some(value.high),
        about: false,
        also: value.also,
        rate: None,
        of: None,
        digits: value.digits,
    };
    let dozen = t.sense(value.end, Class::Collective).map(f64::from);
    let (low, high) = dozen.map_or((plain.low, plain.high), |many| (Some(value.low * many), Some(value.high * many)));
    let end = value.end + usize::from(dozen.is_some());
    search.add(Kind::Number, from, end, Body::Amount(Amount { low, high, end, ..plain }));
    end
}

/// Every measure.
pub(super) const MEASURES: [Measure; 8] = [
    Measure::Money,
    Measure::Duration,
    Measure::Distance,
    Measure::Area,
    Measure::Volume,
    Measure::Weight,
    Measure::Temperature,
    Measure::Quantity,
];

/// The kind of an amount with a unit.
fn kind_of(unit: Unit) -> Kind {
    measured(unit.measure)
}

/// The kind of what is measured so.
pub(super) fn measured(measure: Measure) -> Kind {
    match measure {
        Measure::Money => Kind::Money,
        Measure::Duration => Kind::Duration,
        Measure::Distance => Kind::Distance,
        Measure::Area => Kind::Area,
        Measure::Volume => Kind::Volume,
        Measure::Weight => Kind::Weight,
        Measure::Temperature => Kind::Temperature,
        Measure::Quantity => Kind::Quantity,
    }
}

/// 555 is how Thais laugh, <3 is a heart.
fn laughter(t: &Tokens<'_>, found: &Amount) -> bool {
    let written = t.slice(found.start, found.end);
    let counted = [Class::Percent, Class::OrdinalHead, Class::Room, Class::PhoneCue, Class::OrderCue];
    let before = found.start.checked_sub(1);
    let said = t.is(found.end, Class::Percent)
        || before.is_some_and(|at| counted.into_iter().any(|class| t.is(at, class)) || t.mark(at, '#'));
    let fives = written.len() >= 3 && written.bytes().all(|byte| byte == b'5') && t.thai;
    fives && !said || written == "3" && before.is_some_and(|at| t.mark(at, '<') && t.glued(found.start))
}

/// Digits that are part of a code: `A-10293`, `1.10.2026`, `AA1234567`, `192.168.1.1`.
fn coded(t: &Tokens<'_>, found: &Amount) -> bool {
    if !found.digits {
        return false;
    }
    let joins = |at: usize| {
        matches!(t.list.get(at).map(|token| token.sort), Some(Sort::Mark('.' | ':' | '-' | '/' | '_' | '@')))
    };
    let letters = |at: usize| matches!(t.list.get(at).map(|token| token.sort), Some(Sort::Letters));
    let after = found.end;
    if t.glued(after)
        && (letters(after)
            || (joins(after) && t.glued(after + 1) && (t.digits(after + 1).is_some() || letters(after + 1))))
    {
        return true;
    }
    let Some(before) = found.start.checked_sub(1).filter(|_| t.glued(found.start)) else { return false };
    if schooled(t, found, before) {
        return true;
    }
    let word = |at: usize| {
        matches!(t.list.get(at), Some(token) if matches!(token.sort, Sort::Word(_)))
            && t.slice(at, at + 1).bytes().all(|byte| byte.is_ascii_alphabetic())
            && t.slice(at, at + 1).len() < 3
    };
    letters(before)
        || word(before)
        || (joins(before) && before > 0 && t.glued(before) && (t.digits(before - 1).is_some() || letters(before - 1)))
}

/// iphone 15, galaxy s24: part of a name.
fn model(t: &Tokens<'_>, found: &Amount) -> bool {
    found.digits && found.start > 0 && t.near(found.start) && t.is(found.start - 1, Class::Model)
}

/// ม.2/3, ป.6/1: a class of a school, behind one letter and its dot.
fn schooled(t: &Tokens<'_>, found: &Amount, before: usize) -> bool {
    let head = &t.text[..t.list[before].end as usize];
    let fraction = t.slice(found.start, found.end).contains('/');
    let letter = ["ม.", "ป.", "อ."]
        .into_iter()
        .any(|level| head.strip_suffix(level).is_some_and(|rest| !rest.ends_with(is_thai)));
    fraction && letter
}

/// ที่สอง, ชิ้นที่ 3, ข้อ ๔, คนแรก, third, 21st; gives the token after it.
fn ordinal(search: &mut Search<'_>, at: usize) -> Option<usize> {
    let (value, end, from) = nth(&search.tokens, at)?;
    let mut body = std::collections::BTreeMap::new();
    body.insert("value".to_owned(), Value::Number(value as f64));
    search.add(Kind::Ordinal, from, end, Body::Value(Value::Map(body)));
    Some(end)
}

/// An ordinal: its value, the token after it, and its first token.
pub(super) fn nth(t: &Tokens<'_>, at: usize) -> Option<(i64, usize, usize)> {
    if let Some((value, end)) = super::english::ordinal(t, at) {
        return Some((value, end, at));
    }
    let listed = t.sense(at, Class::OrdinalHead) == Some(2);
    if listed
        && let Some(found) = number(t, at + 1).filter(|found| t.near(at + 1) && t.units(found.end).next().is_none())
    {
        let value = found.whole().filter(|value| (1..1000).contains(value))?;
        return Some((value, found.end, at));
    }
    let head = !t.is(at, Class::OrdinalMark)
        && (t.is(at, Class::OrdinalHead) || t.units(at).any(|(_, unit)| unit.measure == Measure::Quantity));
    let mark = at + usize::from(head);
    if t.is(mark, Class::OrdinalMark) && t.near(mark + 1) && !t.is(at, Class::Floor) {
        let found = number(t, mark + 1)?;
        let value = found.whole().filter(|value| (1..100_000).contains(value))?;
        let unit = t.is(found.end, Class::Unit) || t.is(found.end, Class::Hour) || t.is(found.end, Class::Evening);
        let long = t.digits(mark + 1).is_some_and(|(_, length)| length > 5);
        let after_day = at > 0 && (t.is(at - 1, Class::DayMark) || t.is(at - 1, Class::Weekday));
        let joined = t.glued(found.end) && t.list.get(found.end).is_some_and(|next| next.sort == Sort::Letters)
            || t.mark(found.end, '/')
            || t.mark(found.end, '-') && t.glued(found.end);
        return (!unit && !long && !after_day && !joined).then_some((value, found.end, at));
    }
    let thai = t.sense(mark, Class::Ordinal).filter(|_| t.slice(mark, mark + 1).starts_with(super::token::is_thai))?;
    (head || thai < -1).then_some((i64::from(thai), mark + 1, at)).filter(|_| mark == at || t.near(mark))
}

/// The value of an entity; none where it cannot be said exactly.
pub(super) fn value(t: &Tokens<'_>, kind: Kind, body: Body, zone: &TimeZone) -> Option<Value> {
    match body {
        Body::Time(period) => super::calendar::value(&period, zone),
        Body::Value(value) => Some(value),
        Body::Amount(amount) => amount_value(t, kind, &amount),
    }
}

fn plain(value: f64) -> Option<Value> {
    (value.is_finite() && value.abs() <= LARGEST).then_some(Value::Number(if value == 0.0 { 0.0 } else { value }))
}

/// A decimal string with as many decimals as are needed.
fn decimal(value: f64) -> Option<Value> {
    let value = tidy(value);
    if !value.is_finite() || value.abs() > LARGEST {
        return None;
    }
    let hundredths = tidy(value * 100.0).fract() == 0.0;
    Some(Value::Text(if value.fract() == 0.0 || !hundredths { format!("{value}") } else { format!("{value:.2}") }))
}

fn amount_value(t: &Tokens<'_>, kind: Kind, amount: &Amount) -> Option<Value> {
    let mut map: Vec<(&'static str, Value)> = Vec::with_capacity(4);
    let unit = amount.unit.map(|unit| t.unit(unit));
    let money = kind == Kind::Money;
    let factor = unit.filter(|unit| unit.measure == Measure::Money).map_or(1.0, |unit| unit.factor);
    let say = |value: f64| if money { decimal(value * factor) } else { plain(tidy(value)) };
    if let Some(value) = amount.value() {
        map.push((if money { "amount" } else { "value" }, say(value)?));
    } else {
        if let Some(low) = amount.low {
            map.push(("from", say(low)?));
        }
        if let Some(high) = amount.high {
            map.push(("to", say(high)?));
        }
    }
    if amount.about {
        map.push(("about", Value::Bool(true)));
    }
    if let Some(also) = amount.also.and_then(say).filter(|_| amount.value().is_some()) {
        map.push(("also", Value::List(vec![also])));
    }
    if let Some(unit) = unit {
        map.push((if money { "currency" } else { "unit" }, Value::text(unit.name)));
        if kind == Kind::Duration
            && unit.group == "time"
            && let Some(value) = amount.value()
        {
            map.push(("seconds", plain(tidy(value * unit.factor))?));
        }
    }
    if let Some((from, to)) = amount.of {
        map.push(("of", Value::text(t.text[from..to].to_lowercase())));
    }
    match amount.rate {
        Some(Rate::Unit(per)) => map.push(("per", Value::text(t.unit(per).per))),
        Some(Rate::Both(one, two)) => {
            map.push(("per", Value::Text(format!("{}/{}", t.unit(one).per, t.unit(two).per))));
        }
        None => {}
    }
    Some(Value::map(map))
}
