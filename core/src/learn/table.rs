//! Keys to row numbers: open addressing in one array, so a look costs one line of cache.
//!
//! In: 32-bit keys, already well mixed. Out: a row each, in order of first insertion. No deletion,
//! no iteration: nothing depends on the order of the slots.

/// A slot without a key.
const FREE: u32 = u32::MAX;

/// Rows by key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Key and row; a row of [`FREE`] is an empty slot.
    slots: Vec<(u32, u32)>,
    rows: u32,
}

impl Table {
    /// Room for `keys` keys at a load of at most one half.
    pub(crate) fn with_capacity(keys: usize) -> Table {
        Table { slots: vec![(0, FREE); (keys * 2).next_power_of_two().max(2)], rows: 0 }
    }

    /// The row of a key.
    pub(crate) fn get(&self, key: u32) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        while let Some(&(found, row)) = self.slots.get(at) {
            if row == FREE {
                return None;
            }
            if found == key {
                return Some(row);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// The row of a key, a new one where it has none yet.
    pub(crate) fn insert(&mut self, key: u32) -> u32 {
        if (self.rows as usize + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].1 != FREE {
            if self.slots[at].0 == key {
                return self.slots[at].1;
            }
            at = (at + 1) & mask;
        }
        self.slots[at] = (key, self.rows);
        self.rows += 1;
        self.rows - 1
    }

    fn grow(&mut self) {
        let mut larger = Table::with_capacity(self.slots.len().max(2));
        let mask = larger.slots.len() - 1;
        for &(key, row) in self.slots.iter().filter(|slot| slot.1 != FREE) {
            let mut at = key as usize & mask;
            while larger.slots[at].1 != FREE {
                at = (at + 1) & mask;
            }
            larger.slots[at] = (key, row);
        }
        self.slots = larger.slots;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_order_of_first_insertion() {
        let mut table = Table::default();
        let keys: Vec<u32> = (0..1000_u32).map(|n| n.wrapping_mul(0x9e37_79b9)).collect();
        for (row, key) in (0..).zip(&keys) {
            assert_eq!((table.get(*key), table.insert(*key)), (None, row));
        }
        assert!((0..).zip(&keys).all(|(row, key)| table.get(*key) == Some(row)));
        assert_eq!(Table::default().get(7), None);
    }
}
