//! Dates as written: `5 ธ.ค. 67`, `๕ ธันวาคม ๒๕๖๗`, `5/12/2567`, `2026-02-14`, `March 3rd 2015`.
//!
//! Years of the Buddhist era are 543 ahead. Two digits mean the nearer of 25yy B.E. and 20yy C.E.
//! Day-month-year in Thai and in Thailand, month-day-year in English elsewhere.

use super::class::Class;
use super::clock::clock;
use super::day::{Context, Day, Fields};
use super::emit::nth;
use super::token::{Sort, Tokens};

/// A date in figures or with a month's name at a place.
pub(super) fn date(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    named(t, at, context).or_else(|| figures(t, at, context)).or_else(|| year_only(t, at, context))
}

/// The month a token names; `weak` ones need a day, a year or a word beside them.
pub(super) fn month(t: &Tokens<'_>, at: usize) -> Option<(i32, bool)> {
    if let Some(month) = t.sense(at, Class::Month) {
        return Some((month, false));
    }
    let month = t.sense(at, Class::MonthWeak)?;
    Some((month, !t.slice(at, at + 1).starts_with(|letter: char| super::token::is_thai(letter)) || month == 3))
}

/// The day of a month at a place: digits, a number word, `15th`, `the first`.
pub(super) fn day_number(t: &Tokens<'_>, at: usize) -> Option<(i32, usize)> {
    if let Some((value, end, from)) = nth(t, at).filter(|(value, _, _)| (1..=31).contains(value)) {
        let plain =
            from == at && !t.is(at, Class::OrdinalMark) && !t.is(at, Class::OrdinalHead) && !t.is(at, Class::Unit);
        if plain || t.slice(at, at + 1).eq_ignore_ascii_case("second") {
            return Some((value as i32, end));
        }
    }
    if let Some((value, length)) = t.digits(at) {
        return (length <= 2 && (1..=31).contains(&value)).then_some((value as i32, at + 1));
    }
    let found = super::number::number(t, at)?;
    let value = found.whole().filter(|value| (1..=31).contains(value))?;
    Some((value as i32, found.end))
}

/// `5 ธันวาคม 2567`, `ธันวาคม 11, 2014`, `the 15th of february`, `march 3rd`.
fn named(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let the = at + usize::from(t.is(at, Class::The));
    if let Some((day, after)) = day_number(t, the) {
        let mut next = after;
        if t.slice(next, next + 1).eq_ignore_ascii_case("day") {
            next += 1;
        }
        if t.is(next, Class::Of) || t.is(next, Class::In) && t.slice(next, next + 1).is_ascii() {
            next += 1;
        }
        if (t.mark(next, '-') || t.mark(next, '/')) && t.glued(next) {
            next += 1;
        }
        if let Some((unit, end)) = super::day::relative_unit(t, next).filter(|_| next > after && t.near(next)) {
            let fields = Day::Fields(Fields { day: Some(day), ..Fields::default() });
            return super::merge::merge(&fields, &unit, context).map(|day| (day, end));
        }
        next += month_word(t, next);
        if let Some((month, _)) = month(t, next).filter(|_| t.near(next)) {
            let mut fields = Fields { month: Some(month), day: Some(day), ..Fields::default() };
            let end = with_year(t, next + 1, context, &mut fields);
            let end = if fields.year.is_none() { this_month(t, next + 1, next) } else { end };
            return Some((Day::Fields(fields), end));
        }
    }
    month_first(t, at, context)
}

/// Past a นี้ that belongs to a month's name: 15 มีนาคม**นี้**.
fn this_month(t: &Tokens<'_>, at: usize, month: usize) -> usize {
    let thai = t.slice(month, month + 1).starts_with(super::token::is_thai);
    at + usize::from(thai && t.slice(at, at + 1) == "นี้" && t.near(at))
}

/// เดือน before a month's name.
fn month_word(t: &Tokens<'_>, at: usize) -> usize {
    usize::from(t.slice(at, at + 1) == "เดือน" && month(t, at + 1).is_some())
}

fn month_first(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let at = at + month_word(t, at);
    let (month, weak) = month(t, at)?;
    let mut fields = Fields { month: Some(month), ..Fields::default() };
    let mut next = at + 1;
    next += usize::from(t.mark(next, '.') && t.glued(next));
    next += usize::from((t.mark(next, '-') || t.mark(next, ',')) && t.near(next + 1) && t.digits(next + 1).is_some());
    let the = next + usize::from(t.is(next, Class::The));
    let latin = !t.slice(at, at + 1).starts_with(|letter: char| super::token::is_thai(letter));
    let comma_year = |end: usize| t.mark(end, ',') && t.digits(end + 1).is_some_and(|(_, length)| length == 4);
    if let Some((day, end)) = day_number(t, the).filter(|(_, end)| (latin || comma_year(*end)) && t.near(the))
        && !clock_like(t, the)
    {
        fields.day = Some(day);
        let end = with_year(t, end, context, &mut fields);
        return Some((Day::Fields(fields), end));
    }
    if t.is(next, Class::After) && t.is(next + 1, Class::Next) {
        fields.shift = 1;
        return Some((Day::Fields(fields), next + 2));
    }
    let end = with_year(t, next, context, &mut fields);
    if fields.year.is_none() && (weak || !free(t, at)) {
        return None;
    }
    if fields.year.is_none() && t.slice(at + 1, at + 2) == "ที่แล้ว" && !latin {
        fields.shift = -1;
        return Some((Day::Fields(fields), at + 2));
    }
    Some((Day::Fields(fields), if fields.year.is_none() { this_month(t, at + 1, at) } else { end }))
}

fn clock_like(t: &Tokens<'_>, at: usize) -> bool {
    t.mark(at + 1, ':') || (t.mark(at + 1, '.') && t.glued(at + 1) && t.glued(at + 2)) || t.is(at + 1, Class::Meridiem)
}

/// A month's abbreviation glued into other letters is none.
fn free(t: &Tokens<'_>, at: usize) -> bool {
    if at > 0 && t.near(at) && t.digits(at - 1).is_some() {
        return false;
    }
    let short = t.slice(at, at + 1).chars().count() <= 3;
    !(short
        && t.slice(at, at + 1).starts_with(super::token::is_thai)
        && t.glued(at)
        && at > 0
        && t.list[at - 1].sort == Sort::Thai)
}

/// A year after a date, with or without its era; gives the token after it.
fn with_year(t: &Tokens<'_>, at: usize, context: &Context, fields: &mut Fields) -> usize {
    let mut next = at;
    next += usize::from(t.mark(next, ',') || t.mark(next, '.') && t.glued(next));
    next += usize::from(t.is(next, Class::Of) && t.digits(next + 1).is_some_and(|(_, length)| length == 4));
    let four = t.digits(next + 1).is_some_and(|(_, length)| length == 4);
    if (t.mark(next, '-') && four || t.mark(next, '/')) && t.glued(next) && t.glued(next + 1) {
        next += 1;
    }
    if t.slice(next, next + 1) == "ปี" && t.near(next) {
        next += 1;
    }
    if !t.near(next) {
        return at;
    }
    match year(t, next, context) {
        Some((year, also, end)) => {
            (fields.year, fields.year_also) = (Some(year), also);
            end
        }
        None => at,
    }
}

/// A year at a place: its C.E. number, the other reading, and the token after it.
pub(super) fn year(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(i32, Option<i32>, usize)> {
    let era = t.sense(at, Class::Era);
    let from = at + usize::from(era.is_some());
    from.checked_sub(0).filter(|from| era.is_none() || t.near(*from))?;
    if let Some((value, length)) = t.digits(from) {
        let clock = t.mark(from + 1, ':')
            || t.is(from + 1, Class::HourMark)
            || t.is(from + 1, Class::Hour)
            || t.is(from + 1, Class::Evening);
        let decimal = t.mark(from + 1, '.') && t.glued(from + 1) && t.glued(from + 2) && t.digits(from + 2).is_some();
        if clock || decimal || t.is(from + 1, Class::Meridiem) {
            return None;
        }
        let after = t.sense(from + 1, Class::Era).filter(|_| era.is_none() && t.near(from + 1) && t.glued(from + 1));
        let end = from + 1 + usize::from(after.is_some());
        return read_year(value as i32, length, era.or(after), context).map(|(year, also)| (year, also, end));
    }
    let found = super::number::thai(t, from)?;
    let value = found.whole().filter(|value| (1900..2700).contains(value))?;
    let (year, also) = read_year(value as i32, 4, era, context)?;
    Some((year, also, found.end))
}

/// The year that digits mean.
fn read_year(value: i32, length: u8, era: Option<i32>, context: &Context) -> Option<(i32, Option<i32>)> {
    match (length, era) {
        (4, Some(era)) => Some((value - era, None)),
        (4, None) if (2400..=2700).contains(&value) => Some((value - 543, None)),
        (4, None) if (1000..2400).contains(&value) => Some((value, None)),
        (2, Some(543)) => Some((1957 + value, None)),
        (2, Some(_)) => Some((2000 + value, None)),
        (2, None) => {
            let now = i32::from(context.today.year());
            if context.month_first {
                return Some((if value > now % 100 + 20 { 1900 + value } else { 2000 + value }, None));
            }
            let (buddhist, common) = (1957 + value, 2000 + value);
            if context.birth && buddhist <= now {
                return Some((buddhist, (common <= now).then_some(common)));
            }
            let (far, near) = ((buddhist - now).abs(), (common - now).abs());
            let (best, other, gap) = if far < near { (buddhist, common, near) } else { (common, buddhist, far) };
            Some((best, (gap <= 15).then_some(other)))
        }
        _ => None,
    }
}

/// `15/10/2569`, `15-10-2569`, `2026-02-14`, `31/Oct/1974`, `15/10` after a cue, `20/03/2024`.
fn figures(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let (first, length) = t.digits(at)?;
    let mark = ['/', '-', '.'].into_iter().find(|mark| t.mark(at + 1, *mark))?;
    let before = at > 0
        && t.glued(at)
        && matches!(t.list[at - 1].sort, Sort::Mark('/' | '.' | '-' | ':' | '#' | '$') | Sort::Letters);
    let tight = t.glued(at + 1) && t.glued(at + 2);
    if before || !(tight || mark == '/' && context.month_first) {
        return None;
    }
    let (second, second_length) = t.digits(at + 2)?;
    if length == 4 && second_length <= 2 {
        return year_first(t, at, mark, context);
    }
    let expires = (1..=2).any(|back| at >= back && t.is(at - back, Class::Expiry));
    if expires && mark == '/' && second_length == 4 && (1..=12).contains(&first) && length <= 2 {
        // A passport that expires 12/2027.
        let (year, also) = read_year(second as i32, 4, None, context)?;
        let fields = Fields { year: Some(year), year_also: also, month: Some(first as i32), ..Fields::default() };
        return Some((Day::Fields(fields), at + 3));
    }
    if length > 2 || second_length > 2 {
        return None;
    }
    let third = (t.mark(at + 3, mark) && t.glued(at + 3) && t.glued(at + 4)).then(|| t.digits(at + 4)).flatten();
    let end = if third.is_some() { at + 5 } else { at + 3 };
    let more =
        (t.mark(end, mark) || t.mark(end, '/')) && t.glued(end) && t.glued(end + 1) && t.digits(end + 1).is_some();
    if more {
        return None;
    }
    if third.is_none() && mark == '/' && second_length == 2 && second > 12 && (1..=12).contains(&first) {
        // A card that expires 08/27.
        if let Some((year, _)) = read_year(second as i32, 2, None, context).filter(|_| expires) {
            let fields = Fields { year: Some(year), month: Some(first as i32), ..Fields::default() };
            return Some((Day::Fields(fields), end));
        }
    }
    let (day, month) =
        order(first as i32, second as i32, context.month_first && third.is_none_or(|(year, _)| year < 2400))?;
    let mut fields = Fields { month: Some(month), day: Some(day), ..Fields::default() };
    match third {
        Some((year, length)) => {
            if mark == '.' && length == 2 && !context.cue || !matches!(length, 2 | 4) {
                return None;
            }
            let (year, also) = read_year(year as i32, length, None, context)?;
            let house = year < 1800 || (at > 0 && (t.is(at - 1, Class::House) || t.is(at - 1, Class::Soi)));
            if house || (mark == '.' && version(t, at)) {
                return None;
            }
            (fields.year, fields.year_also) = (Some(year), also);
        }
        None => {
            let slash = mark == '/' || mark == '-' && context.month_first && second_length == 2;
            let english = context.month_first && slash && !t.is(end, Class::Unit) && !t.is(end, Class::Percent);
            let said = context.cue && mark != '.' || mark == '/' && timed(t, at, end);
            if !(said || english) || t.is(end, Class::Unit) {
                return None;
            }
        }
    }
    Some((Day::Fields(fields), end))
}

/// Whether a clock follows, and no house is meant: `30/11 บ่ายสี่โมง`, but not `ส่งที่ 30/11 บ่ายสี่โมง`.
fn timed(t: &Tokens<'_>, at: usize, end: usize) -> bool {
    let place = |before: usize| t.slice(before, at).trim_end().ends_with("ที่");
    let house = at > 0 && (t.is(at - 1, Class::House) || t.is(at - 1, Class::Soi) || place(at - 1));
    !house && clock(t, end).is_some()
}

/// A dotted number after a word such as เวอร์ชัน or v is a version.
fn version(t: &Tokens<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| t.slice(before, at).to_lowercase()).unwrap_or_default();
    ["เวอร์ชัน", "เวอร์ชั่น", "version", "v", "ver", "ip", "รุ่น"].iter().any(|word| before.ends_with(word))
}

fn order(first: i32, second: i32, month_first: bool) -> Option<(i32, i32)> {
    let valid = |day: i32, month: i32| (1..=31).contains(&day) && (1..=12).contains(&month);
    if month_first && valid(second, first) {
        return Some((second, first));
    }
    if valid(first, second) {
        return Some((first, second));
    }
    valid(second, first).then_some((second, first)).filter(|_| month_first)
}

/// `2026-02-14`, `2569/02/14`, `2014/10`.
fn year_first(t: &Tokens<'_>, at: usize, mark: char, context: &Context) -> Option<(Day, usize)> {
    let (year, length) = t.digits(at)?;
    let (month, _) = t.digits(at + 2)?;
    let (year, also) = read_year(year as i32, length, None, context).filter(|(year, _)| (1800..2300).contains(year))?;
    if !(1..=12).contains(&month) {
        return None;
    }
    let mut fields = Fields { year: Some(year), year_also: also, month: Some(month as i32), ..Fields::default() };
    let third = (t.mark(at + 3, mark) && t.glued(at + 3) && t.glued(at + 4)).then(|| t.digits(at + 4)).flatten();
    if let Some((day, length)) = third {
        fields.day = Some(day as i32).filter(|day| (1..=31).contains(day) && length <= 2);
        fields.day?;
        return Some((Day::Fields(fields), at + 5));
    }
    (mark != '.').then_some((Day::Fields(fields), at + 3))
}

/// `ปี 68`, `พ.ศ. 2569`, `in 2014`.
fn year_only(t: &Tokens<'_>, at: usize, context: &Context) -> Option<(Day, usize)> {
    let mark = t.slice(at, at + 1) == "ปี" && t.near(at + 1);
    let from = at + usize::from(mark);
    let era = t.is(from, Class::Era);
    let (value, also, end) = year(t, from, context)?;
    let four = t.digits(from + usize::from(era)).is_none_or(|(_, length)| length == 4);
    let unit =
        t.is(end, Class::Unit) || t.is(end, Class::Percent) || t.mark(end, '/') || t.mark(end, '-') && t.glued(end);
    let bare = context.month_first && four && (1900..2100).contains(&value);
    let fields = Fields { year: Some(value), year_also: also, ..Fields::default() };
    ((mark && !unit) || era || (context.cue || bare) && four && !unit && t.digits(from).is_some())
        .then_some((Day::Fields(fields), end))
}
