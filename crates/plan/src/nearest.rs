//! The word that was probably meant: misspelt names of plans and conditions are answered with the nearest known one.
//!
//! Not here: the sentence around it (`written`, `cel`).

/// The candidate that is most like the word, if one is like it: a third of its letters may be wrong, of a short word
/// none. Capitals do not matter, nor does a missing `pack/`. Of several the first in order.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let limit = if length < 3 { 0 } else { (length / 3).max(1) };
    candidates
        .into_iter()
        .map(|c| (distance(word, c), c))
        .filter(|(d, c)| *d <= limit || (word.len() > 2 && c.ends_with(&format!("/{word}"))))
        .min()
        .map(|(_, c)| c)
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let letters = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<_>>();
    let (a, b) = (letters(a), letters(b));
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_one_that_is_near() {
        let words = ["temperature", "school_term", "base/situation"];
        assert_eq!(nearest("temprature", words), Some("temperature"));
        assert_eq!(nearest("shcool_term", words), Some("school_term"));
        assert_eq!(nearest("situation", words), Some("base/situation"));
        assert_eq!(nearest("Temperature", words), Some("temperature"));
        assert_eq!(nearest("absence", words), None);
        assert_eq!(nearest("on", ["in", "at"]), None);
    }
}
