//! Reading TOML by shapes into `Node`s. One walk finds every unknown key, missing key and wrong type of a file, so that
//! lowering need not look for them.
//!
//! Not here: what may stand under a key (`shape`), the tables themselves (`format`), and what needs knowledge of other
//! files (lowering).

use super::{
    format::WORDS,
    names::did_you_mean,
    node::{Is, Node, Place, Table},
    shape::{Kind, Shape, fits, is_id},
};
use crate::{nearest::nearest, problem::Problems};
use facts::{Decimal, Name, Value};
use smol_str::SmolStr;
use std::{collections::BTreeMap, ops::Range, sync::Arc};
use toml_edit::{ArrayOfTables, Item, TableLike, Value as Raw};

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
        let problem =
            place.problem("wrong_type", "这里的值不对", "this value does not fit here").expected(zh, en);
        let written = self.text.get(place.at.clone()).unwrap_or_default().trim_matches(['"', '\'']);
        self.problems.add(match kind {
            Kind::One(words) => did_you_mean(problem, written, words.iter().copied()),
            _ => problem,
        });
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
                let table = self.table(table, &WORDS, place.clone());
                Some(Node { place, is: Is::Table(table) })
            }
            (Kind::Map(shape), Written::Table(table)) => Some(self.free(table, &Kind::Table(shape), place)),
            (Kind::Bag, Written::Table(table)) => Some(self.free(table, &Kind::Any, place)),
            (Kind::List(of) | Kind::OneOrMore(of), Written::List(items)) => Some(self.list(items, of, place)),
            (Kind::OneOrMore(of), one) => self.node(one, of, place),
            (Kind::Any, Written::List(items)) => Some(self.list(items, &Kind::Any, place)),
            (kind, Written::Scalar(value)) => self.scalar(value, kind, place),
            (kind, _) => {
                self.wrong(&place, kind);
                None
            }
        }
    }

    fn list(&mut self, items: Vec<(Written<'_>, Option<Range<usize>>)>, of: &Kind, place: Place) -> Node {
        let mut nodes = Vec::new();
        for (item, at) in items {
            let at = self.place(at, &place);
            nodes.extend(self.node(item, of, at));
        }
        Node { place, is: Is::List(nodes) }
    }

    /// A table under keys of the writer's choice.
    fn free(&mut self, table: &dyn TableLike, of: &Kind, place: Place) -> Node {
        let mut entries = Vec::new();
        for (name, item) in table.iter() {
            let key_at = table.key(name).and_then(toml_edit::Key::span);
            let key_place = self.place(key_at, &place);
            if matches!(of, Kind::Table(_)) && !is_id(name) {
                self.wrong(&key_place, &Kind::Id);
            }
            let near = self.place(item.span(), &key_place);
            if let Some(node) = self.node(written(item), of, near) {
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
