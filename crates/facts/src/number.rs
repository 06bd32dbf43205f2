//! `Decimal`: a number of a ledger, kept as ten-thousandths in an `i64`.
//!
//! Not here: floats. No decision of the house depends on one, so that every machine decides alike.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A fixed-point number with four decimals, from about -9.2e14 to 9.2e14.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

const ONE: i64 = 10_000;

impl Decimal {
    /// Zero.
    pub const ZERO: Decimal = Decimal(0);

    /// From a whole number; `None` when out of range.
    pub fn from_int(n: i64) -> Option<Self> {
        n.checked_mul(ONE).map(Decimal)
    }

    /// From ten-thousandths.
    pub const fn from_scaled(ten_thousandths: i64) -> Self {
        Decimal(ten_thousandths)
    }

    /// Ten-thousandths.
    pub const fn scaled(self) -> i64 {
        self.0
    }

    /// The whole number it is, if it is whole.
    pub fn as_int(self) -> Option<i64> {
        (self.0 % ONE == 0).then_some(self.0 / ONE)
    }

    /// How many decimals are needed to write it, 0 to 4.
    pub fn decimals(self) -> u8 {
        let mut rest = (self.0 % ONE).unsigned_abs();
        let mut digits = 4;
        while digits > 0 && rest.is_multiple_of(10) {
            rest /= 10;
            digits -= 1;
        }
        digits
    }

    /// Sum; `None` on overflow.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Decimal)
    }

    /// Difference; `None` on overflow.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Decimal)
    }

    /// Product, rounded towards zero at the fourth decimal; `None` on overflow.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        i64::try_from(i128::from(self.0) * i128::from(other.0) / i128::from(ONE)).ok().map(Decimal)
    }

    /// Quotient, rounded towards zero at the fourth decimal; `None` on overflow or division by zero.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        if other.0 == 0 {
            return None;
        }
        i64::try_from(i128::from(self.0) * i128::from(ONE) / i128::from(other.0)).ok().map(Decimal)
    }

    /// Reads `37`, `-0.5`, `37.30`. At most four decimals; no exponent. `None` when it is no such number.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 15 || fraction.len() > 4 || !numeric(whole) || !numeric(fraction)
        {
            return None;
        }
        if digits.ends_with('.') {
            return None;
        }
        let mut scaled = whole.parse::<i64>().ok()?.checked_mul(ONE)?;
        let mut unit = ONE / 10;
        for b in fraction.bytes() {
            scaled = scaled.checked_add(i64::from(b - b'0') * unit)?;
            unit /= 10;
        }
        Some(Decimal(if negative { -scaled } else { scaled }))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let whole = self.0.unsigned_abs() / ONE.unsigned_abs();
        let rest = self.0.unsigned_abs() % ONE.unsigned_abs();
        match self.decimals() {
            0 => write!(f, "{sign}{whole}"),
            n => {
                let digits = format!("{rest:04}");
                write!(f, "{sign}{whole}.{}", &digits[..n as usize])
            }
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.as_int() {
            Some(n) => s.serialize_i64(n),
            // Four decimals of at most fifteen digits survive an f64 and print as they were read.
            None => s.serialize_f64(self.as_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Reader;
        impl serde::de::Visitor<'_> for Reader {
            type Value = Decimal;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number with at most four decimals")
            }
            fn visit_i64<E: serde::de::Error>(self, n: i64) -> Result<Decimal, E> {
                Decimal::from_int(n).ok_or_else(|| E::custom("number out of range"))
            }
            fn visit_u64<E: serde::de::Error>(self, n: u64) -> Result<Decimal, E> {
                i64::try_from(n)
                    .ok()
                    .and_then(Decimal::from_int)
                    .ok_or_else(|| E::custom("number out of range"))
            }
            fn visit_f64<E: serde::de::Error>(self, n: f64) -> Result<Decimal, E> {
                Decimal::from_f64(n).ok_or_else(|| E::custom("number out of range"))
            }
        }
        d.deserialize_any(Reader)
    }
}

impl Decimal {
    /// From a float of a wire format, rounded to four decimals; `None` when out of range or not a number.
    pub fn from_f64(n: f64) -> Option<Self> {
        let scaled = (n * ONE as f64).round();
        (scaled.is_finite() && scaled.abs() < 9.2e18).then_some(Decimal(scaled as i64))
    }

    /// As a float, for statistics and wire formats.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / ONE as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_the_same_number() {
        for text in ["0", "37.3", "-0.5", "156000", "0.0001", "900000000000000"] {
            assert_eq!(Decimal::parse(text).map(|n| n.to_string()).as_deref(), Some(text));
        }
        for text in ["", "1e3", "1.23456", ".5", "5.", "--1", "1 2", "9999999999999999"] {
            assert_eq!(Decimal::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn survives_json() {
        for text in ["37.3", "-12.0001", "800000000.1234"] {
            let n = Decimal::parse(text).expect("a number");
            let json = serde_json::to_string(&n).expect("writes");
            assert_eq!(json, text);
            assert_eq!(serde_json::from_str::<Decimal>(&json).expect("reads"), n);
        }
    }
}
