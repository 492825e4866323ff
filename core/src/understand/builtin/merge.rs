//! One day said in two pieces: วันพุธ + สัปดาห์หน้า, 15 ตุลาคม + ปีหน้า, วันศุกร์ + สิ้นเดือน.
//!
//! In: two days in either order. Out: the one that both describe, or none where they are two.

use super::calendar::Grain;
use super::day::{Context, Day, Fields, Rel};
use super::nth_day;

/// One day said in two pieces: วันพุธ + สัปดาห์หน้า, 15 ตุลาคม + ปีหน้า, วันที่ 5 + เดือนหน้า.
pub(super) fn merge(one: &Day, two: &Day, context: &Context) -> Option<Day> {
    ordered(one, two, context).or_else(|| ordered(two, one, context))
}

fn ordered(inner: &Day, outer: &Day, context: &Context) -> Option<Day> {
    let year = |count: i64| i32::from(context.today.year()) + count as i32;
    match (inner, outer) {
        (Day::Weekday { day, rel: Rel::Bare }, Day::Unit { edge: 0, .. }) => {
            Some(Day::Within { day: *day, of: Box::new(outer.clone()) })
        }
        // วันศุกร์สิ้นเดือน is the last Friday of the month, วันศุกร์ต้นเดือน the first.
        (
            Day::Weekday { day, rel: Rel::Bare },
            Day::Unit { grain: grain @ Grain::Month, count, edge: edge @ (1 | 4) },
        ) => {
            let of = Box::new(Day::Unit { grain: *grain, count: *count, edge: 0 });
            Some(Day::Nth { n: if *edge == 4 { -1 } else { 1 }, what: nth_day::What::Weekday(*day), of })
        }
        (Day::Weekday { day, .. }, Day::Fields(fields)) if fields.day.is_some() && fields.weekday.is_none() => {
            Some(Day::Fields(Fields { weekday: Some(*day), ..*fields }))
        }
        (Day::Fields(fields), Day::Unit { grain: Grain::Year, count, edge: 0 }) if fields.year.is_none() => {
            Some(Day::Fields(Fields { year: Some(year(*count)), ..*fields }))
        }
        (Day::Fields(fields), Day::Fields(other))
            if fields.year.is_none() && other.year.is_some() && other.month.is_none() && other.day.is_none() =>
        {
            Some(Day::Fields(Fields { year: other.year, year_also: other.year_also, ..*fields }))
        }
        (Day::Fields(fields), Day::Unit { grain: Grain::Month, count, edge: 0 })
            if fields.month.is_none() && fields.day.is_some() =>
        {
            let month = i64::from(context.today.month()) - 1 + count;
            let whole = year(month.div_euclid(12));
            let month = month.rem_euclid(12) as i32 + 1;
            Some(Day::Fields(Fields { year: Some(whole), month: Some(month), ..*fields }))
        }
        (Day::Holiday { index, year: None, .. }, Day::Unit { grain: Grain::Year, count, edge: 0 }) => {
            Some(Day::Holiday { index: *index, year: Some(year(*count)), shift: 0 })
        }
        (
            Day::Holiday { index, year: None, .. },
            Day::Fields(Fields { year: Some(year), month: None, day: None, .. }),
        ) => Some(Day::Holiday { index: *index, year: Some(*year), shift: 0 }),
        (
            Day::Quarter { quarter, year: None },
            Day::Fields(Fields { year: Some(year), month: None, day: None, .. }),
        ) => Some(Day::Quarter { quarter: *quarter, year: Some(*year) }),
        (Day::Quarter { quarter, year: None }, Day::Unit { grain: Grain::Year, count, edge: 0 }) => {
            Some(Day::Quarter { quarter: *quarter, year: Some(year(*count)) })
        }
        (Day::Relative(count), Day::Weekday { rel: Rel::Bare, .. }) => Some(Day::Relative(*count)),
        _ => None,
    }
}
