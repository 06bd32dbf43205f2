//! `Rows`: an ordered map that can take back what was done since it was last kept.

use std::{collections::BTreeMap, ops::Deref};

/// Rows by key.
pub(super) struct Rows<K, V> {
    now: BTreeMap<K, V>,
    /// What was at a key before, in order of the doing.
    before: Vec<(K, Option<V>)>,
}

impl<K, V> Default for Rows<K, V> {
    fn default() -> Self {
        Rows { now: BTreeMap::new(), before: Vec::new() }
    }
}

impl<K, V> Deref for Rows<K, V> {
    type Target = BTreeMap<K, V>;
    fn deref(&self) -> &BTreeMap<K, V> {
        &self.now
    }
}

impl<K: Ord + Clone, V: Clone> Rows<K, V> {
    /// Puts a row in its place; what was there before.
    pub fn put(&mut self, key: K, row: V) -> Option<V> {
        let old = self.now.insert(key.clone(), row);
        self.before.push((key, old.clone()));
        old
    }

    /// Removes a row; what was there.
    pub fn drop(&mut self, key: &K) -> Option<V> {
        let old = self.now.remove(key)?;
        self.before.push((key.clone(), Some(old.clone())));
        Some(old)
    }

    /// Removes all rows.
    pub fn clear(&mut self) {
        for (key, row) in std::mem::take(&mut self.now) {
            self.before.push((key, Some(row)));
        }
    }
}

/// What a unit of work ends with.
pub(super) trait Undo {
    /// What was done stays.
    fn keep(&mut self);
    /// What was done is taken back.
    fn take_back(&mut self);
}

impl<K: Ord, V> Undo for Rows<K, V> {
    fn keep(&mut self) {
        self.before.clear();
    }

    fn take_back(&mut self) {
        while let Some((key, old)) = self.before.pop() {
            match old {
                Some(row) => self.now.insert(key, row),
                None => self.now.remove(&key),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_kept_is_taken_back() {
        let mut rows = Rows::default();
        rows.put(1, "a");
        rows.keep();
        rows.put(1, "b");
        rows.put(2, "c");
        rows.drop(&1);
        rows.clear();
        rows.put(1, "d");
        rows.take_back();
        assert_eq!(rows.iter().collect::<Vec<_>>(), [(&1, &"a")]);
    }
}
