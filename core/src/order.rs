//! Sorting by one program for all types: the standard library's, compiled for each type and each way to
//! compare, is 6 KB every time, and the engine sorts in some eighty places.
//!
//! In: a list and what goes before what. Out: the list in order, equal ones as they stood. Short lists
//! are put in order where they stand; of longer ones their places are sorted and then followed.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Up to so many are put in order one by one, as the standard library does.
const FEW: usize = 20;

/// Sorts by what `compare` says.
pub(crate) fn by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if list.len() <= FEW {
        for end in 1..list.len() {
            let mut at = end;
            while at > 0 && compare(&list[at], &list[at - 1]).is_lt() {
                list.swap(at, at - 1);
                at -= 1;
            }
        }
        return;
    }
    let mut places: Vec<usize> = (0..list.len()).collect();
    sort_places(&mut places, &mut |a, b| compare(&list[a], &list[b]));
    follow(&mut places, &mut |a, b| list.swap(a, b));
}

/// Sorts by a key.
pub(crate) fn by_key<T, K: Ord>(list: &mut [T], mut key: impl FnMut(&T) -> K) {
    by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts what has an order of its own.
pub(crate) fn sort<T: Ord>(list: &mut [T]) {
    by(list, T::cmp);
}

/// A set of what comes, one by one: collecting it would sort first.
pub(crate) fn set<T: Ord>(all: impl Iterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for one in all {
        set.insert(one);
    }
    set
}

#[inline(never)]
fn sort_places(places: &mut [usize], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    places.sort_by(|a, b| compare(*a, *b));
}

/// Moves each to where it belongs, round by round: at `places[n]` stands now what is to stand at `n`.
#[inline(never)]
fn follow(places: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for first in 0..places.len() {
        let mut at = first;
        loop {
            let from = std::mem::replace(&mut places[at], at);
            if from == first {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_library_sorts() {
        let mut drawn = 1_u64;
        for length in [0, 1, 2, 3, 19, 20, 21, 64, 500] {
            let list: Vec<(u64, usize)> = (0..length)
                .map(|at| {
                    drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    ((drawn >> 33) % 40, at)
                })
                .collect();
            let (mut ours, mut theirs) = (list.clone(), list.clone());
            by_key(&mut ours, |one| one.0);
            theirs.sort_by_key(|one| one.0);
            assert_eq!(ours, theirs);
            by(&mut ours, |a, b| b.cmp(a));
            theirs.sort_by(|a, b| b.cmp(a));
            assert_eq!(ours, theirs);
            sort(&mut ours);
            assert_eq!(ours, list.iter().copied().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>());
            assert_eq!(set(list.iter().map(|one| one.0)), list.iter().map(|one| one.0).collect());
        }
    }
}
