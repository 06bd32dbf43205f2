//! What is shown of a personal value to somebody who may know that it exists: 张*, 110105********123X, 138****5678,
//! an address down to the street.

use facts::{FieldType, check::is_sealed};

/// What stands for everything that is hidden.
const HIDDEN: &str = "***";

/// The masked form of a canonical value. What has no form to keep a part of is hidden altogether, and so is a token.
pub fn mask(kind: &FieldType, value: &str) -> String {
    let chars: Vec<char> = value.chars().collect();
    let cut = |from: usize, to: usize| chars.get(from..to).unwrap_or_default().iter().collect::<String>();
    let n = chars.len();
    match kind {
        _ if n == 0 || is_sealed(value) => HIDDEN.to_owned(),
        // One star however long: the length of a rare name can tell whose it is.
        FieldType::PersonName if n > 1 => format!("{}*", cut(0, 1)),
        FieldType::CitizenId if n == 18 => format!("{}********{}", cut(0, 6), cut(14, 18)),
        FieldType::Phone if n == 11 && !value.contains('-') => format!("{}****{}", cut(0, 3), cut(7, 11)),
        FieldType::Phone if n > 7 => match value.split_once('-') {
            Some((area, _)) => format!("{area}-****{}", cut(n - 4, n)),
            None => HIDDEN.to_owned(),
        },
        FieldType::Address => format!("{}{HIDDEN}", street(&chars)),
        _ => HIDDEN.to_owned(),
    }
}

/// The address down to its last division or street, before the first number.
fn street(address: &[char]) -> String {
    let number = address.iter().position(|c| c.is_numeric() && !is_han(*c)).unwrap_or(address.len());
    let before = &address[..number];
    let ends = |at: usize| match before[at] {
        '省' | '州' | '市' | '县' | '镇' | '乡' | '村' | '路' | '街' | '巷' | '弄' => true,
        // 小区, 园区 are names of estates.
        '区' => at > 0 && !matches!(before[at - 1], '小' | '园'),
        '道' => at > 0 && matches!(before[at - 1], '街' | '大'),
        _ => false,
    };
    let end = (0..before.len()).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
    before[..end].iter().collect()
}

/// Chinese numerals are a part of many names of places (三合村).
fn is_han(c: char) -> bool {
    ('\u{3007}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_may_be_known() {
        for (kind, value, masked) in [
            (FieldType::PersonName, "张三", "张*"),
            (FieldType::PersonName, "欧阳明月", "欧*"),
            (FieldType::PersonName, "张", "***"),
            (FieldType::CitizenId, "11010519491231002X", "110105********002X"),
            (FieldType::CitizenId, "1101", "***"),
            (FieldType::Phone, "13812345678", "138****5678"),
            (FieldType::Phone, "0851-82345678", "0851-****5678"),
            (FieldType::Phone, "010-6234567", "010-****4567"),
            (FieldType::Phone, "110", "***"),
            (
                FieldType::Address,
                "某省某市某区金阳街道长岭北路8号2单元301",
                "某省某市某区金阳街道长岭北路***",
            ),
            (FieldType::Address, "某县某镇三合村五组１２号", "某县某镇三合村***"),
            (FieldType::Address, "某区中山大道幸福小区3栋", "某区中山大道***"),
            (FieldType::Address, "5 Long Street", "***"),
            (FieldType::Address, "幸福楼", "***"),
            (FieldType::Text { max_chars: None }, "秘密", "***"),
            (FieldType::Date, "2001-02-03", "***"),
            (FieldType::PersonName, "sealed:0123456789abcdef0123456789abcdef", "***"),
            (FieldType::Address, "", "***"),
        ] {
            assert_eq!(mask(&kind, value), masked, "{value}");
        }
    }
}
