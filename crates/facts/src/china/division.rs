//! Division code (行政区划代码): 6 digits of GB/T 2260 (province, prefecture, county, two each), or with the statistical
//! extension 9 (town, street) or 12 digits (village, community).
//!
//! Not here: the divisions below the provinces. They change every year and are data of a deployment.

use super::{Wrong, compact};
use smol_str::SmolStr;

/// The two-digit province codes of GB/T 2260.
pub const PROVINCES: [(&str, &str); 34] = [
    ("11", "北京市"),
    ("12", "天津市"),
    ("13", "河北省"),
    ("14", "山西省"),
    ("15", "内蒙古自治区"),
    ("21", "辽宁省"),
    ("22", "吉林省"),
    ("23", "黑龙江省"),
    ("31", "上海市"),
    ("32", "江苏省"),
    ("33", "浙江省"),
    ("34", "安徽省"),
    ("35", "福建省"),
    ("36", "江西省"),
    ("37", "山东省"),
    ("41", "河南省"),
    ("42", "湖北省"),
    ("43", "湖南省"),
    ("44", "广东省"),
    ("45", "广西壮族自治区"),
    ("46", "海南省"),
    ("50", "重庆市"),
    ("51", "四川省"),
    ("52", "贵州省"),
    ("53", "云南省"),
    ("54", "西藏自治区"),
    ("61", "陕西省"),
    ("62", "甘肃省"),
    ("63", "青海省"),
    ("64", "宁夏回族自治区"),
    ("65", "新疆维吾尔自治区"),
    ("71", "台湾省"),
    ("81", "香港特别行政区"),
    ("82", "澳门特别行政区"),
];

/// The name of the province with this two-digit code.
pub fn province(code: &str) -> Option<&'static str> {
    PROVINCES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// Reads a code into its normal form: 6, 9 or 12 half-width digits that begin with a province.
pub fn read(text: &str) -> Result<SmolStr, Wrong> {
    let code = compact(text);
    if !matches!(code.len(), 6 | 9 | 12) || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Wrong::new(
            ("行政区划代码应为6位、9位或12位数字", "a division code has 6, 9 or 12 digits"),
            (
                "县级6位，乡镇（街道）9位，村（社区）12位",
                "6 digits for a county, 9 for a town or street, 12 for a village or community",
            ),
        ));
    }
    if province(&code[..2]).is_none() {
        return Err(Wrong::new(
            (
                "行政区划代码前两位不是省级代码（GB/T 2260）",
                "the first two digits of the division code are no province (GB/T 2260)",
            ),
            ("请核对代码的前两位", "check the first two digits"),
        ));
    }
    Ok(SmolStr::new(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_three_lengths_of_known_provinces() {
        for (text, taken) in
            [("110105", "110105"), (" 520115001 ", "520115001"), ("５２０１１５００１００２", "520115001002")]
        {
            assert_eq!(read(text).as_deref(), Ok(taken));
        }
        for (text, part) in
            [("", "6, 9 or 12"), ("1101", "6, 9 or 12"), ("11010A", "6, 9 or 12"), ("190105", "province")]
        {
            assert!(read(text).expect_err(text).says.en.contains(part), "{text}");
        }
    }

    #[test]
    fn provinces_are_in_order_and_distinct() {
        assert!(PROVINCES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
