//! `Seqs`: a set of places in the chain, written short: `3,7-12,40`. A purge says with it which facts it emptied.
//!
//! Not here: why they were (`intake`).

use std::{collections::BTreeMap, fmt};

/// Numbers of facts, as ranges that do not touch.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seqs(BTreeMap<u64, u64>);

impl Seqs {
    /// Reads `3,7-12,40`; `None` when it is no such list.
    pub fn parse(text: &str) -> Option<Self> {
        let mut seqs = Seqs::default();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (first.parse().ok()?, last.parse().ok()?);
            if first > last {
                return None;
            }
            seqs.add(first, last);
        }
        Some(seqs)
    }

    /// Adds one number.
    pub fn insert(&mut self, seq: u64) {
        self.add(seq, seq);
    }

    /// Adds all numbers of another set.
    pub fn extend(&mut self, more: &Seqs) {
        more.0.iter().for_each(|(first, last)| self.add(*first, *last));
    }

    /// True when the number is in it.
    pub fn contains(&self, seq: u64) -> bool {
        self.0.range(..=seq).next_back().is_some_and(|(_, last)| seq <= *last)
    }

    /// True when nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first number that is here and not in the other set.
    pub fn first_beyond(&self, other: &Seqs) -> Option<u64> {
        self.0.iter().find_map(|(first, last)| {
            let mut seq = *first;
            while seq <= *last {
                match other.0.range(..=seq).next_back().filter(|(_, end)| seq <= **end) {
                    Some((_, end)) => seq = end.saturating_add(1),
                    None => return Some(seq),
                }
            }
            None
        })
    }

    fn add(&mut self, mut first: u64, mut last: u64) {
        if let Some((before, end)) = self.0.range(..=first).next_back()
            && *end >= first.saturating_sub(1)
        {
            (first, last) = (*before, last.max(*end));
        }
        while let Some((next, end)) = self.0.range(first..=last.saturating_add(1)).next() {
            let (next, end) = (*next, *end);
            self.0.remove(&next);
            last = last.max(end);
        }
        self.0.insert(first, last);
    }
}

impl fmt::Display for Seqs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (first, last)) in self.0.iter().enumerate() {
            let comma = if n == 0 { "" } else { "," };
            if first == last {
                write!(f, "{comma}{first}")?;
            } else {
                write!(f, "{comma}{first}-{last}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn neighbours_are_one_range() {
        let mut seqs = Seqs::default();
        [5, 3, 9, 4, 4, 10, 1].into_iter().for_each(|n| seqs.insert(n));
        assert_eq!(seqs.to_string(), "1,3-5,9-10");
        assert_eq!(Seqs::parse("1,3-5,9-10"), Some(seqs));
        assert_eq!(Seqs::parse("5-3"), None);
        assert_eq!(Seqs::parse("x"), None);
        assert_eq!(Seqs::parse(""), Some(Seqs::default()));
    }

    proptest! {
        #[test]
        fn it_is_a_set(a in prop::collection::btree_set(0u64..60, 0..30), b in prop::collection::btree_set(0u64..60, 0..30)) {
            let of = |set: &BTreeSet<u64>| set.iter().fold(Seqs::default(), |mut s, n| { s.insert(*n); s });
            let (x, y) = (of(&a), of(&b));
            prop_assert_eq!(x.first_beyond(&y), a.difference(&b).next().copied());
            prop_assert!((0..70).all(|n| x.contains(n) == a.contains(&n)));
            let mut both = x.clone();
            both.extend(&y);
            prop_assert_eq!(Seqs::parse(&both.to_string()), Some(of(&a.union(&b).copied().collect())));
        }
    }
}
