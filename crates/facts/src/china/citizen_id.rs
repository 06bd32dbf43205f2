//! Citizen identity number (公民身份号码), GB 11643-1999: 6 digits of division, 8 of birth date, 3 of order (odd = male),
//! 1 check character. Residence permits of Hong Kong, Macao and Taiwan residents have the same form (81, 82, 83).
//!
//! Not here: the old number of 15 digits (invalid since 2013), passports, and the foreigners' permanent residence card.

use super::{Wrong, compact, division};
use crate::time::Date;
use smol_str::SmolStr;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";
const HINT: (&str, &str) = ("请对照证件重新输入18位号码", "type the 18 characters again from the card");

/// 性别, as the order digit tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// Reads a number into its normal form: 18 characters, half-width, capital X.
pub fn read(text: &str) -> Result<SmolStr, Wrong> {
    let id = compact(text);
    let digits = id.bytes().take_while(u8::is_ascii_digit).count();
    if id.len() == 15 && digits == 15 {
        return Err(Wrong::new(
            (
                "15位旧身份证号码已停用，应为18位",
                "the old number of 15 digits is no longer valid; 18 characters are expected",
            ),
            (
                "请查看第二代居民身份证上的18位号码",
                "look for the 18 characters on the second-generation card",
            ),
        ));
    }
    if id.len() != 18 || digits < 17 || !matches!(id.as_bytes()[17], b'0'..=b'9' | b'X') {
        return Err(Wrong::new(
            (
                "身份证号码应为17位数字加1位校验码（数字或X）",
                "an identity number is 17 digits and one check character (digit or X)",
            ),
            HINT,
        ));
    }
    if division::province(&id[..2]).is_none() && !id.starts_with("83") {
        return Err(Wrong::new(
            (
                "身份证号码前两位不是省级行政区划代码",
                "the first two digits of the identity number are no province code",
            ),
            HINT,
        ));
    }
    if birth_date(&id).is_none() {
        return Err(Wrong::new(
            (
                "身份证号码第7至14位不是有效的出生日期",
                "characters 7 to 14 of the identity number are no valid birth date",
            ),
            HINT,
        ));
    }
    if with_check_digit(&id[..17]).as_deref() != Some(id.as_str()) {
        return Err(Wrong::new(
            (
                "身份证号码校验码不符（GB 11643）",
                "the check character of the identity number is wrong (GB 11643)",
            ),
            HINT,
        ));
    }
    Ok(SmolStr::new(id))
}

/// The number made of these 17 digits; `None` when they are not 17 digits.
pub fn with_check_digit(first_17: &str) -> Option<SmolStr> {
    if first_17.len() != 17 || !first_17.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let sum: u32 = first_17.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    let check = CHECKS.get((sum % 11) as usize).copied()?;
    Some(SmolStr::new(format!("{first_17}{}", char::from(check))))
}

/// The birth date inside of a number, from 1900 on.
pub fn birth_date(id: &str) -> Option<Date> {
    let part =
        |range: std::ops::Range<usize>| id.get(range).filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
    let year: i16 = part(6..10)?.parse().ok()?;
    let date = Date::new(year, part(10..12)?.parse().ok()?, part(12..14)?.parse().ok()?).ok()?;
    (year >= 1900).then_some(date)
}

/// The sex inside of a number.
pub fn sex(id: &str) -> Option<Sex> {
    let order = id.as_bytes().get(16).filter(|b| b.is_ascii_digit())?;
    Some(if (order - b'0') % 2 == 1 { Sex::Male } else { Sex::Female })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_examples_of_the_standard_in_any_typing() {
        for text in [
            "11010519491231002X",
            "11010519491231002x",
            " 110105 19491231 002X ",
            "１１０１０５１９４９１２３１００２Ｘ",
        ] {
            assert_eq!(read(text).as_deref(), Ok("11010519491231002X"), "{text}");
        }
        assert_eq!(
            read("440524188001010014").map_err(|w| w.says.en.contains("birth date")),
            Err(true),
            "before 1900"
        );
        assert_eq!(
            with_check_digit("44052418800101001").as_deref(),
            Some("440524188001010014"),
            "its check digit"
        );
    }

    #[test]
    fn says_which_rule_is_broken() {
        for (text, part) in [
            ("110105491231002", "15 digits"),
            ("", "17 digits"),
            ("1101051949123100", "17 digits"),
            ("11010519491231002Y", "17 digits"),
            ("1101051949123100X2", "17 digits"),
            ("10010519491231002X", "province"),
            ("110105194913310021", "birth date"),
            ("110105190002290021", "birth date"),
            ("110105194912310021", "check character"),
            ("身份证身份证身份证身份证身份证身份证", "17 digits"),
        ] {
            let wrong = read(text).expect_err(text);
            assert!(wrong.says.en.contains(part), "{text}: {}", wrong.says.en);
        }
    }

    #[test]
    fn every_wrong_last_character_is_found() {
        for last in "0123456789X".chars() {
            let id = format!("11010519491231002{last}");
            assert_eq!(read(&id).is_ok(), last == 'X', "{id}");
        }
    }

    #[test]
    fn tells_birth_date_and_sex() {
        assert_eq!(birth_date("11010519491231002X").map(|d| d.to_string()).as_deref(), Some("1949-12-31"));
        assert_eq!(sex("11010519491231002X"), Some(Sex::Female));
        assert_eq!(sex("440524188001010014"), Some(Sex::Male));
        assert_eq!((birth_date("短"), sex("短")), (None, None));
    }
}
