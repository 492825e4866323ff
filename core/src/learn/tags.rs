//! The tags of a sequence: begin and inside of each label, and outside, which remembers.
//!
//! In: of each label, numbers for its name, its role and its group. Out: the tags a step may have, which
//! may follow each other, and the columns of weights that speak for each. Where labels have roles or
//! groups, what stands between words remembers the last: in `ลาเต้แก้วเล็กกับชาเย็นแก้วใหญ่` the `แก้ว` behind
//! `ชาเย็น` is outside after the second group, so that `ใหญ่` belongs to it. A drink is a drink in either
//! group: labels of one name share columns.
//!
//! Tag 0 is outside; of the k-th label, `2k + 1` begins and `2k + 2` goes on. Behind them stand, for each
//! role and group, the tags without role and group of their own, in the same order: they remember it.

use crate::order;

/// The tag of a step that belongs to nothing, while there is nothing to remember.
pub(crate) const OUTSIDE: u16 = 0;
/// Tags in all, at most, where some remember: nothing is remembered where there would be more.
const MOST: usize = 512;
/// How fast a group's own weights are learned, beside the others: what is said tells the kind and the
/// role, where it stands tells the group. An eighth was best on orders and appointments of 3 to 9 examples.
const GROUP: f32 = 0.125;

/// What labels may have in common; 0: no role, no group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits {
    pub(crate) name: u16,
    pub(crate) role: u16,
    pub(crate) group: u16,
}

impl Traits {
    /// By what it shares weights with other labels: its name, its name and role, its group.
    fn shared(self) -> [Option<(u16, u16)>; 3] {
        let Traits { name, role, group } = self;
        [Some((name, 0)), (role != 0).then_some((name, role)), (group != 0).then_some((group, 0))]
    }
}

/// The tags of a chain.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags {
    tags: Vec<Tag>,
    /// How many tags there are without those that remember.
    bases: usize,
    columns: usize,
    /// The first column that speaks for a group.
    groups: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tag {
    /// The tag without what it remembers.
    base: u16,
    /// Its name, and whether it begins or goes on; 0: outside.
    kind: u16,
    /// The role and group it has or remembers, by number; 0: none.
    memory: u16,
    /// Whether the memory is its own, and not that of what stands before it.
    own: bool,
    /// The columns that speak for it, `count` of them.
    columns: [u16; 3],
    count: u8,
}

impl Tags {
    /// The tags for labels.
    pub(crate) fn new(labels: &[Traits]) -> Tags {
        let pair = |label: &Traits| (label.role, label.group);
        let mut memories: Vec<(u16, u16)> = labels.iter().map(pair).filter(|pair| *pair != (0, 0)).collect();
        order::sort(&mut memories);
        memories.dedup();
        let mut tags = vec![Tag::default().with(OUTSIDE)];
        for label in labels {
            let memory = memories.binary_search(&pair(label)).map_or(0, |at| number(at + 1));
            for part in 0..2 {
                let base = number(tags.len());
                let tag = Tag { base, kind: label.name * 2 + part, memory, own: memory != 0, ..Tag::default() };
                tags.push(if label.group == 0 { tag.with(base) } else { tag });
            }
        }
        let (bases, (columns, groups)) = (tags.len(), share(labels, &mut tags));
        let free: Vec<Tag> = tags.iter().copied().filter(|tag| !tag.own).collect();
        if bases + free.len() * memories.len() <= MOST {
            let remembering =
                (1..=number(memories.len())).flat_map(|memory| free.iter().map(move |tag| Tag { memory, ..*tag }));
            tags.extend(remembering);
        } else {
            tags.iter_mut().for_each(|tag| tag.memory = 0);
        }
        Tags { tags, bases, columns, groups }
    }

    /// How many tags there are.
    pub(crate) fn len(&self) -> usize {
        self.tags.len()
    }

    /// How many columns of weights there are.
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// Whether some tags remember.
    pub(crate) fn remembers(&self) -> bool {
        self.bases < self.tags.len()
    }

    /// Whether each tag has one column, that of its number.
    pub(crate) fn is_plain(&self) -> bool {
        !self.remembers() && self.columns == self.bases
    }

    /// All tags.
    pub(crate) fn all(&self) -> std::ops::Range<u16> {
        0..number(self.tags.len())
    }

    /// The columns that speak for a tag.
    pub(crate) fn speaking(&self, tag: u16) -> &[u16] {
        let tag = &self.tags[usize::from(tag)];
        &tag.columns[..usize::from(tag.count)]
    }

    /// How fast a column is learned.
    pub(crate) fn pace(&self, column: u16) -> f32 {
        if usize::from(column) < self.groups { 1.0 } else { GROUP }
    }

    /// The tag without what it remembers.
    pub(crate) fn base(&self, tag: u16) -> u16 {
        self.tags[usize::from(tag)].base
    }

    /// Whether `next` may stand after `tag`: nothing goes on that has not begun, and what is remembered
    /// stays until something else is.
    pub(crate) fn legal(&self, tag: u16, next: u16) -> bool {
        let (tag, next) = (self.tags[usize::from(tag)], self.tags[usize::from(next)]);
        let begins = next.base == OUTSIDE || next.base % 2 == 1;
        (begins || tag.base == next.base || tag.base + 1 == next.base) && (next.own || next.memory == tag.memory)
    }

    /// What a pair of tags that follow each other has in common with other pairs: the kinds, and whether
    /// what is remembered is the first, the same or another.
    pub(crate) fn alike(&self, tag: u16, next: u16) -> u64 {
        let (tag, next) = (self.tags[usize::from(tag)], self.tags[usize::from(next)]);
        let memory = match (tag.memory, next.memory) {
            (_, 0) => 0,
            (0, _) => 1,
            (last, own) if last == own => 2,
            _ => 3,
        };
        u64::from(tag.kind) << 32 | u64::from(next.kind) << 8 | memory
    }

    /// The tag that stands for a base behind another tag.
    pub(crate) fn behind(&self, tag: u16, base: u16) -> u16 {
        if !self.remembers() {
            return base;
        }
        let memory = usize::from(self.tags[usize::from(tag)].memory);
        if memory == 0 || self.tags[usize::from(base)].own {
            return base;
        }
        let last = self.tags.last().map_or(1, |tag| usize::from(tag.memory));
        let free = (self.tags.len() - self.bases) / last;
        let start = self.bases + (memory - 1) * free;
        let place = self.tags[start..start + free].partition_point(|tag| tag.base < base);
        number(start + place)
    }

    /// Makes of the bases of a sequence tags that remember.
    pub(crate) fn remember(&self, bases: &mut [u16]) {
        let mut last = OUTSIDE;
        for tag in bases {
            *tag = self.behind(last, *tag);
            last = *tag;
        }
    }
}

impl Tag {
    /// Spoken for by one column more.
    fn with(mut self, column: u16) -> Tag {
        if let Some(free) = self.columns.get_mut(usize::from(self.count)) {
            *free = column;
            self.count += 1;
        }
        self
    }
}

/// Gives tags the columns that labels of a name, of a name and role, and of a group share; how many
/// columns there are in all, and without those of groups.
fn share(labels: &[Traits], tags: &mut [Tag]) -> (usize, usize) {
    let (mut columns, mut groups) = (tags.len(), tags.len());
    for by in 0..3 {
        groups = columns;
        let alike = |value| labels.iter().filter(|label| label.shared()[by] == Some(value)).count();
        let wanted = |label: &Traits| label.shared()[by].filter(|value| label.group != 0 || alike(*value) > 1);
        let mut values: Vec<(u16, u16)> = labels.iter().filter_map(wanted).collect();
        order::sort(&mut values);
        values.dedup();
        for (label, tags) in labels.iter().zip(tags[1..].chunks_exact_mut(2)) {
            let Some(at) = label.shared()[by].and_then(|value| values.binary_search(&value).ok()) else { continue };
            tags.iter_mut().zip(columns + at * 2..).for_each(|(tag, column)| *tag = tag.with(number(column)));
        }
        columns += values.len() * 2;
    }
    (columns, groups)
}

fn number(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(labels: &[[u16; 3]]) -> Vec<Traits> {
        labels.iter().map(|[name, role, group]| Traits { name: *name, role: *role, group: *group }).collect()
    }

    #[test]
    fn without_roles_and_groups_a_tag_is_a_column() {
        let tags = Tags::new(&traits(&[[1, 0, 0], [2, 0, 0]]));
        assert!(tags.is_plain() && !tags.remembers());
        assert_eq!((tags.len(), tags.columns()), (5, 5));
        assert!(tags.all().all(|tag| tags.speaking(tag) == [tag] && tags.base(tag) == tag && tags.pace(tag) == 1.0));
        assert!(tags.legal(1, 2) && tags.legal(2, 2) && tags.legal(2, 0) && tags.legal(2, 3));
        assert!(!tags.legal(0, 2) && !tags.legal(1, 4) && !tags.legal(3, 2));
    }

    #[test]
    fn outside_and_what_has_no_group_remember_the_last() {
        // A drink of the first and of the second group, and a day.
        let tags = Tags::new(&traits(&[[1, 0, 1], [1, 0, 2], [2, 0, 0]]));
        let mut path = [0, 5, 1, 0, 5, 6, 0, 3, 4, 0];
        tags.remember(&mut path);
        assert_eq!(path, [0, 5, 1, 7, 8, 9, 7, 3, 4, 10]);
        assert!(path.windows(2).all(|pair| tags.legal(pair[0], pair[1])));
        assert!(!tags.legal(1, 0) && !tags.legal(7, 10) && !tags.legal(8, 12) && !tags.legal(0, 7));
        assert_eq!(tags.alike(7, 3), tags.alike(10, 1), "another drink, another group");
        assert_ne!(tags.alike(7, 3), tags.alike(7, 1));
    }

    #[test]
    fn what_has_a_group_is_known_by_its_name() {
        let tags = Tags::new(&traits(&[[1, 0, 1], [1, 0, 2], [2, 3, 0], [2, 4, 0]]));
        assert_eq!(tags.speaking(1)[0], tags.speaking(3)[0]);
        assert!(tags.pace(tags.speaking(1)[1]) < 1.0 && tags.speaking(1)[1] != tags.speaking(3)[1]);
        assert_eq!((tags.speaking(5)[0], tags.speaking(5)[1]), (5, tags.speaking(7)[1]), "a role is learned as well");
        assert!(tags.all().flat_map(|tag| tags.speaking(tag)).all(|column| usize::from(*column) < tags.columns()));
    }

    #[test]
    fn so_many_groups_are_not_remembered() {
        let groups: Vec<[u16; 3]> = (1..=500).map(|group| [1, 0, group]).collect();
        let tags = Tags::new(&traits(&groups));
        assert_eq!((tags.remembers(), tags.len()), (false, 1001));
        let mut path = [1, 0, 3, 0];
        tags.remember(&mut path);
        assert_eq!(path, [1, 0, 3, 0]);
    }
}
