//! Two versions of how areas are judged, sentence by sentence.
//!
//! Not here: which way a number is stricter; a wider window can raise an area and keep it there.

use super::{Kind, sheet::Sheet};
use crate::{
    explain::{area_lines, words::Words},
    program::AreaRules,
};
use facts::Label;

pub(super) fn area(a: &AreaRules, b: &AreaRules, out: &mut Sheet) {
    let (was, is) = (area_lines(a, &out.words), area_lines(b, &out.words));
    let only = |these: &[Label], those: &[Label]| {
        Words::list(these.iter().filter(|line| !those.contains(line)).cloned())
    };
    if was != is {
        out.change(Kind::Changed, ("研判规则", "how it is judged"), &only(&was, &is), &only(&is, &was));
    }
}
