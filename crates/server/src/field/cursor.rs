//! `Cursor`: what a phone has, as digests of its shelves, and how far it has come in the present pass over them. The phone
//! keeps it as a text that means nothing to it.

use super::shelves::{DIGEST_BYTES, Digest, Part};
use crate::error::{Answer, Fault};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The version of the layout: other shelves, another number. A cursor of another version is one of nothing, and the phone
/// gets everything once more.
const VERSION: u8 = 1;
/// Version, and two bytes for the next shelf.
const HEAD_BYTES: usize = 3;
const BYTES: usize = HEAD_BYTES + Part::SHELVES * DIGEST_BYTES;

/// What a phone has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cursor {
    digests: Vec<Digest>,
    next: usize,
}

impl Default for Cursor {
    fn default() -> Self {
        Cursor { digests: vec![Digest::default(); Part::SHELVES], next: 0 }
    }
}

impl Cursor {
    /// From its text; of nothing when there is none, or one of another version.
    pub fn read(text: Option<&str>) -> Answer<Self> {
        let Some(text) = text.filter(|t| !t.is_empty()) else { return Ok(Cursor::default()) };
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::BadParameter("cursor"))?;
        match bytes.first() {
            Some(&VERSION) if bytes.len() == BYTES => {}
            Some(&VERSION) | None => return Err(Fault::BadParameter("cursor")),
            Some(_) => return Ok(Cursor::default()),
        }
        let (head, rest) = bytes.split_at(HEAD_BYTES);
        let next = head.iter().skip(1).fold(0usize, |n, b| (n << 8) | usize::from(*b));
        let digests = rest.chunks_exact(DIGEST_BYTES).filter_map(|c| c.try_into().ok()).collect();
        // A pass that has come to its end begins anew.
        Ok(Cursor { digests, next: if next >= Part::SHELVES { 0 } else { next } })
    }

    /// Its text.
    pub fn text(&self) -> String {
        let next = u16::try_from(self.next).unwrap_or(u16::MAX).to_be_bytes();
        let head = [VERSION, next[0], next[1]];
        let bytes: Vec<u8> = head.into_iter().chain(self.digests.iter().flatten().copied()).collect();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The shelf that is to be looked at: its number, its part, and which of that part. None at the end of a pass.
    pub fn here(&self) -> Option<(usize, Part, usize)> {
        let mut first = 0;
        for (part, shelves) in Part::ALL {
            if self.next < first + shelves {
                return Some((self.next, part, self.next - first));
            }
            first += shelves;
        }
        None
    }

    /// Puts the digest of a shelf and goes on. True when it is another one than the phone has.
    pub fn place(&mut self, n: usize, digest: Digest) -> bool {
        self.next = n + 1;
        let Some(known) = self.digests.get_mut(n) else { return false };
        let differs = *known != digest;
        *known = digest;
        differs
    }

    /// True while the pass has not come to its end.
    pub fn more(&self) -> bool {
        self.next < Part::SHELVES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let mut cursor = Cursor::default();
        let (n, part, nth) = cursor.here().expect("a first shelf");
        assert_eq!((n, part, nth), (0, Part::Duties, 0));
        assert!(cursor.place(n, [1; DIGEST_BYTES]));
        let back = Cursor::read(Some(&cursor.text())).expect("it reads");
        assert_eq!(back, cursor);
        assert_eq!(back.here().map(|(n, _, _)| n), Some(1));
        assert_eq!(Part::ALL.iter().map(|(_, n)| n).sum::<usize>(), Part::SHELVES);
    }

    #[test]
    fn a_pass_ends_and_the_next_begins_with_what_the_phone_has() {
        let mut cursor = Cursor::default();
        while let Some((n, _, _)) = cursor.here() {
            cursor.place(n, [7; DIGEST_BYTES]);
        }
        assert!(!cursor.more());
        let mut again = Cursor::read(Some(&cursor.text())).expect("it reads");
        assert!(!again.place(0, [7; DIGEST_BYTES]), "nothing has changed");
        assert!(again.more());
    }

    #[test]
    fn what_is_no_cursor_is_refused_and_one_of_another_layout_is_of_nothing() {
        for wrong in ["!", "AQ", "AQAA"] {
            assert!(Cursor::read(Some(wrong)).is_err(), "{wrong}");
        }
        assert_eq!(Cursor::read(Some("Ag")).expect("another layout"), Cursor::default());
        assert_eq!(Cursor::read(None).expect("none"), Cursor::default());
    }
}
