//! Documents of invented people, for the tests of both kinds of file.

use documents::{Block, Document, Entry};

/// Signs that mean something in typst, XML or spreadsheets.
pub const MARKUP: &str = "#let x = 1 $a$ *b* _c_ @d <e> & \\ `f` = [g] // h";

/// A card with rare characters, signs of markup, an empty field and a long one.
pub fn card() -> Document {
    let entries = vec![
        Entry::new("姓名", "𠮷㛃"),
        Entry::new("疾病", "水痘"),
        Entry::new("死亡日期", ""),
        Entry::new("备注", format!("{MARKUP}\n第二行")),
    ];
    Document {
        title: "传染病报告卡".into(),
        subtitle: "青禾县疾控中心".into(),
        as_of: "截至 2026-03-01 08:00".into(),
        blocks: vec![
            Block::Heading { text: "一、患者".into() },
            Block::Card { entries },
            Block::Paragraph { text: "以上内容由系统按登记生成。".into() },
            Block::Signatures { labels: vec!["报告医生".into(), "填卡日期".into()] },
            Block::Note { text: "演示数据".into() },
        ],
        footer: "联防".into(),
    }
}
