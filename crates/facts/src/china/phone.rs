//! Telephone number of the mainland: a mobile (11 digits, `1[3-9]…`) or a landline with its area code.
//!
//! Normal forms: `13812345678` and `0851-82345678`. Not here: extensions, short service numbers, foreign numbers.

use super::{Wrong, half_width};
use smol_str::SmolStr;

/// Reads a number with or without +86, spaces, hyphens and brackets into its normal form.
pub fn read(text: &str) -> Result<SmolStr, Wrong> {
    let typed: String = half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')' | '–' | '—' | '‐'))
        .collect();
    let abroad = typed.strip_prefix("+86").or_else(|| typed.strip_prefix("0086"));
    let bare = typed.strip_prefix("86").filter(|rest| is_mobile(rest));
    let number = match abroad {
        // From abroad the area code is dialled without its 0.
        Some(rest) if !is_mobile(rest) && !rest.starts_with('0') => format!("0{rest}"),
        Some(rest) => rest.to_owned(),
        None => bare.map_or(typed.clone(), str::to_owned),
    };
    if is_mobile(&number) {
        return Ok(SmolStr::new(number));
    }
    landline(&number).ok_or_else(|| {
        Wrong::new(
            (
                "电话号码应为11位手机号码，或带区号的固定电话",
                "a telephone number is a mobile of 11 digits or a landline with its area code",
            ),
            ("例如 13800000000 或 0851-80000000", "for example 13800000000 or 0851-80000000"),
        )
    })
}

fn is_mobile(number: &str) -> bool {
    let b = number.as_bytes();
    b.len() == 11 && b[0] == b'1' && (b'3'..=b'9').contains(&b[1]) && b.iter().all(u8::is_ascii_digit)
}

/// Area codes: 010 and 02x have three digits, 03xx to 09xx four; the number after it has 7 or 8 and no leading 0 or 1.
fn landline(number: &str) -> Option<SmolStr> {
    let b = number.as_bytes();
    if !b.iter().all(u8::is_ascii_digit) || b.first() != Some(&b'0') {
        return None;
    }
    let area = match b.get(1..3)? {
        b"10" | [b'2', _] => 3,
        [b'3'..=b'9', _] => 4,
        _ => return None,
    };
    let local = number.get(area..)?;
    let fits = matches!(local.len(), 7 | 8) && !local.starts_with(['0', '1']);
    fits.then(|| SmolStr::new(format!("{}-{local}", &number[..area])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_people_type() {
        for (text, taken) in [
            ("13812345678", "13812345678"),
            ("+86 138-1234-5678", "13812345678"),
            ("0086 13812345678", "13812345678"),
            ("8613812345678", "13812345678"),
            ("１３８１２３４５６７８", "13812345678"),
            ("0851-82345678", "0851-82345678"),
            ("（0851）82345678", "0851-82345678"),
            ("+86 851 8234 5678", "0851-82345678"),
            ("010 62345678", "010-62345678"),
            ("02162345678", "021-62345678"),
            ("0995-8234567", "0995-8234567"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(taken), "{text}");
            assert_eq!(read(taken).as_deref(), Ok(taken), "{taken} again");
        }
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "",
            "1381234567",
            "12812345678",
            "138123456789",
            "82345678",
            "0851",
            "0851-12345678",
            "电话",
            "+1 212 5550100",
            "0１",
            "01",
            "0",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
