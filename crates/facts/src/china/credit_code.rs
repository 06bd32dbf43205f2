//! Unified social credit code (统一社会信用代码), GB 32100-2015: 18 characters of an alphabet of 31 (no I O S V Z).
//! Character 1 registering department, 2 kind, 3 to 8 division, 9 to 17 organisation code, 18 check character.
//!
//! Not here: the check digit inside of the organisation code (GB 11714); registers hold codes that break it.

use super::{Wrong, compact};
use smol_str::SmolStr;

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const HINT: (&str, &str) = ("请对照营业执照或登记证书重新输入", "type the code again from the licence");

fn value_of(b: u8) -> Option<u32> {
    ALPHABET.iter().position(|a| *a == b).and_then(|at| u32::try_from(at).ok())
}

/// Reads a code into its normal form: 18 half-width capitals and digits.
pub fn read(text: &str) -> Result<SmolStr, Wrong> {
    let code = compact(text);
    if code.len() != 18 || !code.bytes().all(|b| value_of(b).is_some()) {
        return Err(Wrong::new(
            (
                "统一社会信用代码应为18位数字或大写字母（不含I、O、S、V、Z）",
                "a social credit code has 18 digits or capital letters, without I, O, S, V, Z",
            ),
            HINT,
        ));
    }
    if !code.bytes().skip(2).take(6).all(|b| b.is_ascii_digit()) {
        return Err(Wrong::new(
            (
                "统一社会信用代码第3至8位应为行政区划数字",
                "characters 3 to 8 of the social credit code are a division code of digits",
            ),
            HINT,
        ));
    }
    if with_check_digit(&code[..17]).as_deref() != Some(code.as_str()) {
        return Err(Wrong::new(
            (
                "统一社会信用代码校验码不符（GB 32100）",
                "the check character of the social credit code is wrong (GB 32100)",
            ),
            HINT,
        ));
    }
    Ok(SmolStr::new(code))
}

/// The code made of these 17 characters; `None` when one is not of the alphabet.
pub fn with_check_digit(first_17: &str) -> Option<SmolStr> {
    if first_17.len() != 17 {
        return None;
    }
    let (mut sum, mut weight) = (0, 1);
    for b in first_17.bytes() {
        sum += value_of(b)? * weight;
        weight = weight * 3 % 31;
    }
    // Remainder 0 gives 31, which is no character; it is taken as 0.
    let check = ALPHABET.get(((31 - sum % 31) % 31) as usize).copied()?;
    Some(SmolStr::new(format!("{first_17}{}", char::from(check))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_a_known_code() {
        assert_eq!(read("91350100m000100y43").as_deref(), Ok("91350100M000100Y43"));
        assert_eq!(with_check_digit("91350100M000100Y4").as_deref(), Some("91350100M000100Y43"));
    }

    #[test]
    fn remainder_zero_is_the_character_zero() {
        let found = (0..1000).find_map(|n| {
            let first = format!("91520000{n:09}");
            with_check_digit(&first).filter(|code| code.ends_with('0'))
        });
        let code = found.expect("one of a thousand codes has remainder 0");
        assert_eq!(read(&code).as_deref(), Ok(code.as_str()));
    }

    #[test]
    fn says_which_rule_is_broken() {
        for (text, part) in [
            ("", "18 digits"),
            ("91350100M000100Y4", "18 digits"),
            ("91350100M000100Y4Z", "18 digits"),
            ("91350100O000100Y43", "18 digits"),
            ("9135010XM000100Y43", "characters 3 to 8"),
            ("91350100M000100Y44", "check character"),
            ("信用代码信用代", "18 digits"),
        ] {
            let wrong = read(text).expect_err(text);
            assert!(wrong.says.en.contains(part), "{text}: {}", wrong.says.en);
        }
    }
}
