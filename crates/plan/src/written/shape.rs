//! Shapes: which keys a table may have and what stands under them; reading TOML by them into `Node`s.
//!
//! One walk finds every unknown key, missing key and wrong type of a file, so that lowering need not look for them.
//! Not here: the tables themselves (`format`), and what needs knowledge of other files (lowering).

use super::node::{Is, Node, Place, Table, read_clock};
use crate::problem::Problems;
use facts::{Decimal, Name, Span, Value, Zone};
use smol_str::SmolStr;
use std::{collections::BTreeMap, ops::Range, sync::Arc};
use toml_edit::{ArrayOfTables, Item, TableLike, Value as Raw};

/// What may stand under a key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Text, not empty.
    Text,
    /// Words for people: `{ zh = "…", en = "…" }`.
    Words,
    /// An id: lower-case ASCII letters, digits, `_`, `-`, beginning with a letter.
    Id,
    /// The name of something declared elsewhere.
    Ref,
    /// A role and where to start: `role@subject`.
    Owner,
    /// `major.minor.patch`.
    Version,
    /// Yes or no.
    Bool,
    /// A whole number within bounds, or a parameter.
    Whole(i64, i64),
    /// A number, or a parameter.
    Number,
    /// An ISO 8601 length, not negative, or a parameter.
    Length,
    /// An ISO 8601 length, perhaps negative, or a parameter.
    Offset,
    /// A time of day, or a parameter.
    Clock,
    /// A date and time in the zone of the plan.
    Moment,
    /// RFC 5545.
    Recurrence,
    /// CEL.
    Condition,
    /// One of these words.
    One(&'static [&'static str]),
    /// A value of a fact or a parameter: yes or no, number, text, or a list of them.
    Any,
    /// Fields and their values.
    Bag,
    /// A list.
    List(&'static Kind),
    /// One, or a list.
    OneOrMore(&'static Kind),
    /// A table.
    Table(&'static Shape),
    /// A table of tables under ids of the writer's choice.
    Map(&'static Shape),
}

/// A key of a table.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its name.
    pub name: &'static str,
    /// What stands under it.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: bool,
    /// What it means, for editors.
    pub tells: &'static str,
}

/// The keys of a table.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Its name in the schema.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

impl Kind {
    /// What is expected, in words.
    pub fn words(&self) -> (String, String) {
        let both = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        match self {
            Kind::Text => both("应为文字", "expected text"),
            Kind::Words => both("应为 { zh = \"…\", en = \"…\" }", "expected { zh = \"…\", en = \"…\" }"),
            Kind::Id => both(
                "应为小写字母开头，由 a-z 0-9 _ - 组成的标识",
                "expected an id of a-z 0-9 _ -, beginning with a letter",
            ),
            Kind::Ref => both("应为一个名称", "expected a name"),
            Kind::Owner => both(
                "应为 角色@subject、@reporter 或 @field:字段",
                "expected role@subject, @reporter or @field:name",
            ),
            Kind::Version => both("应为 主.次.修订，如 1.0.0", "expected major.minor.patch, as 1.0.0"),
            Kind::Bool => both("应为 true 或 false", "expected true or false"),
            Kind::Whole(low, high) => (
                format!("应为 {low} 到 {high} 的整数，或 \"params.…\""),
                format!("expected a whole number from {low} to {high}, or \"params.…\""),
            ),
            Kind::Number => both(
                "应为至多四位小数的数，或 \"params.…\"",
                "expected a number with at most four decimals, or \"params.…\"",
            ),
            Kind::Length => both(
                "应为 ISO 8601 时长，如 PT2H、P14D，或 \"params.…\"",
                "expected an ISO 8601 length, as PT2H or P14D, or \"params.…\"",
            ),
            Kind::Offset => both(
                "应为 ISO 8601 时长，可为负，如 -PT30M",
                "expected an ISO 8601 length, perhaps negative, as -PT30M",
            ),
            Kind::Clock => both("应为 HH:MM", "expected HH:MM"),
            Kind::Moment => both("应为 2026-09-12 17:00", "expected 2026-09-12 17:00"),
            Kind::Recurrence => both("应为 RFC 5545 的 RRULE", "expected an RRULE of RFC 5545"),
            Kind::Condition => both("应为 CEL 条件", "expected a condition in CEL"),
            Kind::One(words) => {
                let list = words.join(", ");
                (format!("应为其中之一：{list}"), format!("expected one of: {list}"))
            }
            Kind::Any => {
                both("应为真假、数、文字或其列表", "expected yes or no, a number, text, or a list of them")
            }
            Kind::Bag => both("应为 { 字段 = 值 }", "expected { field = value }"),
            Kind::List(of) => {
                let (zh, en) = of.words();
                (format!("应为列表，每项{zh}"), format!("expected a list; of each: {en}"))
            }
            Kind::OneOrMore(of) => of.words(),
            Kind::Table(shape) => {
                (format!("应为表（{}）", shape.name), format!("expected a table ({})", shape.name))
            }
            Kind::Map(shape) => (
                format!("应为以标识为键的表（{}）", shape.name),
                format!("expected tables ({}) under ids", shape.name),
            ),
        }
    }

    /// Whether `"params.<id>"` may stand instead.
    fn takes_param(&self) -> bool {
        match self {
            Kind::Whole(..) | Kind::Number | Kind::Length | Kind::Offset | Kind::Clock => true,
            Kind::List(of) => of.takes_param(),
            _ => false,
        }
    }
}

/// The candidate that is most like the word, if one is like it.
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

/// Edits from one word to the other; swapping neighbours is one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// Something in a TOML document, whichever way it is written.
enum Written<'i> {
    Scalar(&'i Raw),
    List(Vec<(Written<'i>, Option<Range<usize>>)>),
    Table(&'i dyn TableLike),
    Nothing,
}

fn written(item: &Item) -> Written<'_> {
    match item {
        Item::None => Written::Nothing,
        Item::Value(value) => written_value(value),
        Item::Table(table) => Written::Table(table),
        Item::ArrayOfTables(tables) => Written::List(written_tables(tables)),
    }
}

fn written_tables(tables: &ArrayOfTables) -> Vec<(Written<'_>, Option<Range<usize>>)> {
    tables.iter().map(|t| (Written::Table(t as &dyn TableLike), t.span())).collect()
}

fn written_value(value: &Raw) -> Written<'_> {
    match value {
        Raw::Array(array) => Written::List(array.iter().map(|v| (written_value(v), v.span())).collect()),
        Raw::InlineTable(table) => Written::Table(table),
        scalar => Written::Scalar(scalar),
    }
}

/// Reads one file.
pub(crate) struct Reader<'a> {
    /// Its path.
    pub file: Arc<str>,
    /// Its text.
    pub text: &'a str,
    /// The parameters that `"params.<id>"` may name; `None` where it may not stand.
    pub params: Option<&'a BTreeMap<Name, Value>>,
    /// Where problems go.
    pub problems: &'a mut Problems,
    /// The shapes of the tables that are open, outermost first.
    pub open: Vec<&'static Shape>,
}

impl Reader<'_> {
    /// Reads the whole file by a shape; `None` when it is not TOML.
    pub fn file(&mut self, shape: &'static Shape) -> Option<Table> {
        let whole = Place { file: self.file.clone(), at: 0..0 };
        if self.text.starts_with('\u{feff}') {
            let problem = whole
                .problem(
                    "byte_order_mark",
                    "文件以字节顺序标记（BOM）开头",
                    "the file begins with a byte order mark",
                )
                .hint("请另存为不带 BOM 的 UTF-8", "save it as UTF-8 without a byte order mark");
            self.problems.add(problem);
            return None;
        }
        match toml_edit::Document::parse(self.text) {
            Ok(document) => Some(self.table(document.as_table(), shape, whole)),
            Err(error) => {
                let place = Place { file: self.file.clone(), at: error.span().unwrap_or(0..0) };
                let problem = place
                    .problem("bad_toml", "不是合法的 TOML", "not TOML")
                    .expected(error.message(), error.message());
                self.problems.add(problem);
                None
            }
        }
    }

    fn place(&self, at: Option<Range<usize>>, near: &Place) -> Place {
        at.filter(|at| at.end > at.start)
            .map_or_else(|| near.clone(), |at| Place { file: self.file.clone(), at })
    }

    fn wrong(&mut self, place: &Place, kind: &Kind) {
        let (zh, en) = kind.words();
        let mut problem =
            place.problem("wrong_type", "这里的值不对", "this value does not fit here").expected(zh, en);
        let written = self.text.get(place.at.clone()).unwrap_or_default().trim_matches(['"', '\'']);
        if let Kind::One(words) = kind
            && let Some(like) = nearest(written, words.iter().copied())
        {
            problem = problem.hint(format!("是否想写 `{like}`？"), format!("did you mean `{like}`?"));
        }
        self.problems.add(problem);
    }

    fn table(&mut self, table: &dyn TableLike, shape: &'static Shape, place: Place) -> Table {
        let (mut entries, mut spoiled) = (Vec::new(), Vec::new());
        for (name, item) in table.iter() {
            let key_at = table.key(name).and_then(toml_edit::Key::span);
            let key_place = self.place(key_at, &place);
            match shape.keys.iter().find(|k| k.name == name) {
                Some(key) => {
                    let near = self.place(item.span(), &key_place);
                    self.open.push(shape);
                    match self.node(written(item), &key.kind, near) {
                        Some(node) => entries.push((SmolStr::new(name), key_place, node)),
                        None => spoiled.push(SmolStr::new(name)),
                    }
                    self.open.pop();
                }
                None => self.unknown_key(name, &key_place, shape),
            }
        }
        for key in shape.keys.iter().filter(|k| k.need && !table.contains_key(k.name)) {
            let (zh, en) = key.kind.words();
            let problem = place
                .problem("missing_key", format!("缺少 `{}`", key.name), format!("`{}` is missing", key.name))
                .expected(zh, en);
            self.problems.add(problem);
        }
        Table { place, entries, spoiled }
    }

    fn unknown_key(&mut self, name: &str, place: &Place, shape: &Shape) {
        let mut problem = place.problem(
            "unknown_key",
            format!("没有 `{name}` 这个键"),
            format!("there is no key `{name}`"),
        );
        // A key after a table of its own belongs to that table: the commonest mistake in TOML.
        let owner = self.open.iter().skip(1).rev().find(|s| s.keys.iter().any(|k| k.name == name));
        problem = match nearest(name, shape.keys.iter().map(|k| k.name)) {
            None if owner.is_some() => {
                let of = owner.map_or("", |s| s.name);
                problem.hint(
                    format!("`{name}` 属于 {of}：写在它的子表之前"),
                    format!("`{name}` belongs to {of}: write it before the tables inside of that"),
                )
            }
            Some(like) => problem.hint(format!("是否想写 `{like}`？"), format!("did you mean `{like}`?")),
            None => {
                let all = shape.keys.iter().map(|k| k.name).collect::<Vec<_>>().join(", ");
                problem.hint(format!("可用的键：{all}"), format!("the keys here are: {all}"))
            }
        };
        self.problems.add(problem);
    }

    fn node(&mut self, item: Written<'_>, kind: &Kind, place: Place) -> Option<Node> {
        match (kind, item) {
            (Kind::Table(shape), Written::Table(table)) => {
                let table = self.table(table, shape, place.clone());
                Some(Node { place, is: Is::Table(table) })
            }
            (Kind::Words, Written::Table(table)) => {
                let table = self.table(table, &super::format::WORDS, place.clone());
                Some(Node { place, is: Is::Table(table) })
            }
            (Kind::Map(shape), Written::Table(table)) => Some(self.map(table, shape, place)),
            (Kind::Bag, Written::Table(table)) => Some(self.bag(table, place)),
            (Kind::List(of) | Kind::OneOrMore(of), Written::List(items)) => {
                let mut nodes = Vec::new();
                for (item, at) in items {
                    let at = self.place(at, &place);
                    nodes.extend(self.node(item, of, at));
                }
                Some(Node { place, is: Is::List(nodes) })
            }
            (Kind::OneOrMore(of), one) => self.node(one, of, place),
            (Kind::Any, Written::List(items)) => {
                let mut nodes = Vec::new();
                for (item, at) in items {
                    let at = self.place(at, &place);
                    nodes.extend(self.node(item, &Kind::Any, at));
                }
                Some(Node { place, is: Is::List(nodes) })
            }
            (kind, Written::Scalar(value)) => self.scalar(value, kind, place),
            (kind, _) => {
                self.wrong(&place, kind);
                None
            }
        }
    }

    fn map(&mut self, table: &dyn TableLike, shape: &'static Shape, place: Place) -> Node {
        let mut entries = Vec::new();
        for (name, item) in table.iter() {
            let key_at = table.key(name).and_then(toml_edit::Key::span);
            let key_place = self.place(key_at, &place);
            if !is_id(name) {
                self.wrong(&key_place, &Kind::Id);
            }
            let near = self.place(item.span(), &key_place);
            if let Some(node) = self.node(written(item), &Kind::Table(shape), near) {
                entries.push((SmolStr::new(name), key_place, node));
            }
        }
        Node { place: place.clone(), is: Is::Table(Table { place, entries, spoiled: Vec::new() }) }
    }

    fn bag(&mut self, table: &dyn TableLike, place: Place) -> Node {
        let mut entries = Vec::new();
        for (name, item) in table.iter() {
            let key_at = table.key(name).and_then(toml_edit::Key::span);
            let key_place = self.place(key_at, &place);
            let near = self.place(item.span(), &key_place);
            if let Some(node) = self.node(written(item), &Kind::Any, near) {
                entries.push((SmolStr::new(name), key_place, node));
            }
        }
        Node { place: place.clone(), is: Is::Table(Table { place, entries, spoiled: Vec::new() }) }
    }

    fn scalar(&mut self, value: &Raw, kind: &Kind, place: Place) -> Option<Node> {
        let is = match value {
            Raw::Boolean(b) => Is::Bool(*b.value()),
            Raw::Integer(_) | Raw::Float(_) => match self.number(&place) {
                Some(n) => Is::Number(n),
                None => {
                    self.wrong(&place, &Kind::Number);
                    return None;
                }
            },
            Raw::String(text) => Is::Text(text.value().clone()),
            Raw::Datetime(moment) => Is::Text(moment.value().to_string()),
            _ => {
                self.wrong(&place, kind);
                return None;
            }
        };
        let node = match is {
            Is::Text(text) if text.starts_with("params.") && kind.takes_param() => {
                self.param(&text, place.clone())?
            }
            is => Node { place, is },
        };
        if let (Kind::One(_), Is::Text(text)) = (kind, &node.is)
            && text.is_empty()
        {
            return None;
        }
        if fits(&node, kind) {
            return Some(node);
        }
        self.wrong(&node.place, kind);
        None
    }

    /// The number as written, so that no float comes between.
    fn number(&self, place: &Place) -> Option<Decimal> {
        let text = self.text.get(place.at.clone())?.replace('_', "");
        Decimal::parse(text.strip_prefix('+').unwrap_or(&text))
    }

    fn param(&mut self, text: &str, place: Place) -> Option<Node> {
        let name = text.trim_start_matches("params.");
        let params = self.params?;
        if let Some(value) = params.get(name) {
            return Some(node_of(value, &place));
        }
        let mut problem = place.problem(
            "unknown_param",
            format!("pack.toml 中没有参数 `{name}`"),
            format!("pack.toml declares no parameter `{name}`"),
        );
        if let Some(like) = nearest(name, params.keys().map(Name::as_str)) {
            problem =
                problem.hint(format!("是否想写 `params.{like}`？"), format!("did you mean `params.{like}`?"));
        }
        self.problems.add(problem);
        None
    }
}

fn node_of(value: &Value, place: &Place) -> Node {
    let is = match value {
        Value::Bool(b) => Is::Bool(*b),
        Value::Number(n) => Is::Number(*n),
        Value::Text(t) => Is::Text(t.to_string()),
        Value::List(items) => Is::List(items.iter().map(|item| node_of(item, place)).collect()),
    };
    Node { place: place.clone(), is }
}

/// True for an id: lower-case ASCII letters, digits, `_`, `-`, beginning with a letter.
pub(crate) fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
}

fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3
        && parts.iter().all(|p| !p.is_empty() && p.len() <= 6 && p.bytes().all(|b| b.is_ascii_digit()))
}

fn fits(node: &Node, kind: &Kind) -> bool {
    match (kind, &node.is) {
        (Kind::Bool, Is::Bool(_)) | (Kind::Number, Is::Number(_)) => true,
        (Kind::Any, Is::Bool(_) | Is::Number(_) | Is::Text(_) | Is::List(_)) => true,
        (Kind::Whole(low, high), Is::Number(n)) => n.as_int().is_some_and(|n| (*low..=*high).contains(&n)),
        (Kind::List(of), Is::List(items)) => items.iter().all(|item| fits(item, of)),
        (kind, Is::Text(text)) => fits_text(text, kind),
        _ => false,
    }
}

fn fits_text(text: &str, kind: &Kind) -> bool {
    match kind {
        Kind::Text | Kind::Ref | Kind::Owner | Kind::Recurrence | Kind::Condition => !text.trim().is_empty(),
        Kind::Id => is_id(text),
        Kind::Version => is_version(text),
        // `2 hours` would be read too; plans write lengths in one way.
        Kind::Length => {
            text.starts_with('P') && matches!(Span::parse_iso(text), Some(Span::Micros(n)) if n >= 0)
        }
        Kind::Offset => text.trim_start_matches('-').starts_with('P') && Span::parse_iso(text).is_some(),
        Kind::Clock => read_clock(text).is_some(),
        Kind::Moment => Zone::default().read(text).is_some(),
        Kind::One(words) => words.contains(&text) || text.is_empty(),
        _ => false,
    }
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
        assert_eq!(nearest("absence", words), None);
    }
}
