//! Many finders' entities → one list: in order of the text, without overlaps.
//!
//! The declared policy: given and payload before regex, before lookup, before built-in, before
//! learned; within a source the longest, then the surest, then the leftmost. What overlaps a chosen
//! one is dropped. Nothing is merged or cut.

use crate::understanding::Entity;

/// Drops what overlaps something surer and sorts the rest by place.
pub(crate) fn compose(found: &mut Vec<Entity>) {
    found.retain(|entity| entity.span.start < entity.span.end);
    if found.len() > 1 {
        found.sort_by(|a, b| {
            let length = |e: &Entity| e.span.end - e.span.start;
            let key = rank(a.source).cmp(&rank(b.source)).then(length(b).cmp(&length(a)));
            key.then(b.score.total_cmp(&a.score)).then(a.span.cmp(&b.span)).then(a.kind.cmp(&b.kind))
        });
        let mut kept: Vec<Entity> = Vec::with_capacity(found.len());
        for entity in found.drain(..) {
            let at = kept.partition_point(|other| other.span.end <= entity.span.start);
            if kept.get(at).is_none_or(|other| other.span.start >= entity.span.end) {
                kept.insert(at, entity);
            }
        }
        *found = kept;
    }
}

fn rank(source: &str) -> u8 {
    match source {
        "given" | "payload" => 0,
        "regex" => 1,
        "lookup" => 2,
        "builtin" => 3,
        "model" => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn entity(start: usize, end: usize, source: &'static str) -> Entity {
        Entity::new("x", "abcdefghij", Span { start, end }, source)
    }

    #[test]
    fn the_surer_source_wins_and_order_is_the_texts() {
        let mut found =
            vec![entity(0, 6, "model"), entity(4, 8, "lookup"), entity(5, 9, "lookup"), entity(9, 10, "model")];
        compose(&mut found);
        let spans: Vec<(usize, usize)> = found.iter().map(|e| (e.span.start, e.span.end)).collect();
        assert_eq!(spans, [(4, 8), (9, 10)]);
    }

    #[test]
    fn the_longest_of_a_source_wins() {
        let mut found = vec![entity(0, 2, "lookup"), entity(1, 5, "lookup"), entity(5, 6, "lookup")];
        compose(&mut found);
        let spans: Vec<(usize, usize)> = found.iter().map(|e| (e.span.start, e.span.end)).collect();
        assert_eq!(spans, [(1, 5), (5, 6)]);
    }
}
