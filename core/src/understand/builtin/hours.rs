//! Opening and working hours: two clocks joined, the second in the likeness of the first.
//!
//! `9.00-18.00 น.`, 9 โมงถึง 6 โมงเย็น, `every weekday 9-5`, จันทร์-ศุกร์ 9-17. In: tokens and a place
//! where hours are expected. Out: both clocks; the caller knows the days. It finds nothing else.

use super::class::Class;
use super::clock::{Clock, Style, clock, hour};
use super::ends::{closest, shade};
use super::interval::{joint, like};
use super::moment::Moment;
use super::token::{Sort, Tokens};

/// Two clocks of opening hours: `9.00-18.00 น.`, 9 โมงถึง 6 โมงเย็น, `10:00-20:00`.
pub(super) fn clocks(t: &Tokens<'_>, at: usize) -> Option<(Clock, Clock)> {
    let lead = at + usize::from(t.is(at, Class::Since) || t.is(at, Class::From));
    if let Some(first) = clock(t, lead).filter(|clock| clock.style != Style::Open) {
        let from = joint(t, first.end, false)?;
        let second = clock(t, from).filter(|clock| clock.style != Style::Open);
        let second = second.or_else(|| like(t, from, &Moment { clock: Some(first), ..Moment::default() })?.clock)?;
        let mut first = first;
        shade(&mut first, &second);
        return Some((first, second));
    }
    // 9-17 น., 9-11 โมงเช้า
    let (value, end) = hour(t, lead)?;
    let from = joint(t, end, false)?;
    if let Some(found) = bare_hours(t, lead, (value, from)) {
        return Some(found);
    }
    let second = clock(t, from).filter(|clock| !clock.weak && clock.style != Style::Open)?;
    Some((closest(value, &second)?, second))
}

/// Working hours in figures alone: every weekday 9-5, จันทร์-ศุกร์ 9-17.
fn bare_hours(t: &Tokens<'_>, at: usize, (first, from): (i32, usize)) -> Option<(Clock, Clock)> {
    let plain = |at: usize| t.digits(at).filter(|(_, length)| *length <= 2).map(|(value, _)| value as i32);
    let (one, two) = (plain(at).filter(|hour| *hour == first && *hour < 24)?, plain(from)?);
    let end = from + 1;
    let followed = t.near(end)
        && (t.list.get(end).is_some_and(|next| matches!(next.sort, Sort::Mark('-' | '/' | ':' | '.' | '%')))
            || [Class::Unit, Class::Percent, Class::Place, Class::Hour, Class::Evening, Class::HourMark]
                .into_iter()
                .chain([Class::Meridiem, Class::Month, Class::Noon, Class::Part, Class::Each])
                .any(|class| t.is(end, class)));
    let two = if two <= one && one <= 12 { two + 12 } else { two };
    let fits = (5..24).contains(&one) && (one + 1..=24).contains(&two);
    (fits && !followed).then(|| (Clock::new(from, one, 0, Style::Plain), Clock::new(end, two, 0, Style::Plain)))
}
