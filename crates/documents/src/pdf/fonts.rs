//! The fonts of a machine: those of a named folder first, then those of the system; and the family that Chinese is set in.

use crate::Unprinted;
use facts::Label;
use std::{collections::BTreeSet, path::Path};
use typst::text::FontInfo;
use typst_kit::fonts::{FontStore, scan, system};

/// Families that are looked for, in order: free ones, then those of Windows and macOS. Else any that has Chinese.
const FAMILIES: [&str; 14] = [
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "SimSun",
    "宋体",
    "FangSong",
    "仿宋",
    "Microsoft YaHei",
    "微软雅黑",
    "Songti SC",
    "PingFang SC",
    "STSong",
    "WenQuanYi Micro Hei",
];
/// Who has these has Chinese.
const CHINESE: [char; 4] = ['传', '染', '病', '卡'];

/// What was found.
pub struct Fonts {
    /// All of them; each is read when it is first used.
    pub store: FontStore,
    family: String,
}

impl Fonts {
    /// Looks for them.
    pub fn search(folder: Option<&Path>, of_system: bool) -> Result<Fonts, Unprinted> {
        let mut store = FontStore::new();
        if let Some(folder) = folder {
            store.extend(in_order(scan(folder)));
        }
        if of_system {
            store.extend(in_order(system()));
        }
        let infos = || (0..).map_while(|n| store.book().info(n));
        let chinese = |info: &&FontInfo| CHINESE.iter().all(|c| info.coverage.contains(u32::from(*c)));
        let named = FAMILIES
            .iter()
            .find_map(|family| infos().filter(chinese).find(|info| info.family.eq_ignore_ascii_case(family)));
        let family = named.or_else(|| infos().find(chinese)).map(|info| info.family.to_string());
        let family = family.ok_or_else(no_chinese)?;
        Ok(Fonts { store, family })
    }

    /// The family that documents are set in; whatever it lacks is taken from any other font.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// Those of the characters that no font has.
    pub fn lacking(&self, characters: BTreeSet<char>) -> Vec<char> {
        let has = |c: &char| {
            let mut infos = (0..).map_while(|n| self.store.book().info(n));
            infos.any(|info| info.coverage.contains(u32::from(*c)))
        };
        characters.into_iter().filter(|c| !has(c)).collect()
    }
}

/// A folder lists its files in any order; which font is taken must not hang on it.
fn in_order<S: std::fmt::Debug>(found: impl Iterator<Item = (S, FontInfo)>) -> Vec<(S, FontInfo)> {
    let mut found: Vec<_> = found.collect();
    found.sort_by_cached_key(|(source, _)| format!("{source:?}"));
    found
}

fn no_chinese() -> Unprinted {
    Unprinted {
        code: "no_chinese_font",
        says: Label::new(
            "本机没有中文字体，无法生成 PDF",
            "no font of this machine has Chinese, so no PDF can be made",
        ),
        hint: Label::new(
            "请管理员安装中文字体（如 apt-get install fonts-noto-cjk），或把字体文件放入文件夹并用 --fonts 指定，然后重启服务；此前可下载 Word 格式",
            "ask the administrator to install a Chinese font (such as apt-get install fonts-noto-cjk), or to put font files into a folder and name it with --fonts, then start the server anew; DOCX works without",
        ),
    }
}
