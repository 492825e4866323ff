//! Many finders' entities → one list: in order of the text, without overlaps.
//!
//! The surer source first, within a source the longest, then the surest, then the leftmost. What
//! overlaps a chosen one is dropped; before it goes, it lends its role and group to one of its kind
//! that has none: a list knows that `เชียงใหม่` is a city, examples know that it is where one goes.

use crate::order;
use crate::understanding::Entity;

/// Drops what overlaps something surer and sorts the rest by place; less `rank` is surer.
pub(crate) fn compose(found: &mut Vec<Entity>, rank: impl Fn(&Entity) -> u8) {
    found.retain(|entity| entity.span.start < entity.span.end);
    if found.len() < 2 {
        return;
    }
    order::by(found, |a, b| {
        let length = |e: &Entity| e.span.end - e.span.start;
        let key = rank(a).cmp(&rank(b)).then(length(b).cmp(&length(a)));
        key.then(b.score.total_cmp(&a.score)).then(a.span.cmp(&b.span)).then(a.kind.cmp(&b.kind))
    });
    let mut kept: Vec<Entity> = Vec::with_capacity(found.len());
    for entity in found.drain(..) {
        let at = kept.partition_point(|other| other.span.end <= entity.span.start);
        match kept.get_mut(at).filter(|other| other.span.start < entity.span.end) {
            Some(winner) => lend(entity, winner),
            None => kept.insert(at, entity),
        }
    }
    *found = kept;
}

fn lend(entity: Entity, winner: &mut Entity) {
    if entity.kind == winner.kind && winner.role.is_none() && winner.group.is_none() {
        (winner.role, winner.group) = (entity.role, entity.group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn entity(start: usize, end: usize, source: &'static str) -> Entity {
        Entity::new("x", "abcdefghij", Span { start, end }, source)
    }

    fn composed(mut found: Vec<Entity>) -> Vec<Entity> {
        compose(&mut found, |entity| u8::from(entity.source == "model"));
        found
    }

    fn spans(found: &[Entity]) -> Vec<(usize, usize)> {
        found.iter().map(|entity| (entity.span.start, entity.span.end)).collect()
    }

    #[test]
    fn the_surer_source_wins_and_order_is_the_texts() {
        let found = composed(vec![
            entity(0, 6, "model"),
            entity(4, 8, "lookup"),
            entity(5, 9, "lookup"),
            entity(9, 10, "model"),
        ]);
        assert_eq!(spans(&found), [(4, 8), (9, 10)]);
    }

    #[test]
    fn the_longest_of_a_source_wins() {
        let found = composed(vec![entity(0, 2, "lookup"), entity(1, 5, "lookup"), entity(5, 6, "lookup")]);
        assert_eq!(spans(&found), [(1, 5), (5, 6)]);
    }

    #[test]
    fn a_role_is_lent() {
        let taught = Entity { role: Some("to".into()), ..entity(0, 4, "model") };
        assert_eq!(composed(vec![entity(0, 4, "lookup"), taught.clone()])[0].role.as_deref(), Some("to"));
        let other = Entity { kind: "y".into(), ..taught };
        assert_eq!(composed(vec![entity(0, 4, "lookup"), other])[0].role, None);
    }
}
