//! Functions and macros of conditions: which there are, what they take, what they give.
//!
//! Not here: how they run (`run`).

use super::{Checker, Local, Typed, names::roots};
use crate::cel::{
    env::Ty,
    node::{Function, Node, Walk},
    problem::suggest,
    tree::{Expr, Kind},
    value::Val,
};
use facts::{Date, Instant, Span, time::Time};
use smol_str::SmolStr;
use std::ops::Range;

/// Macros may stand this deep inside of one another.
const WALKS_MAX: usize = 2;

/// All names, for suggestions.
const NAMES: [&str; 19] = [
    "size",
    "has",
    "contains",
    "startsWith",
    "endsWith",
    "any_of",
    "days",
    "date_of",
    "age",
    "hour",
    "date",
    "instant",
    "time",
    "duration",
    "exists",
    "all",
    "exists_one",
    "filter",
    "map",
];

impl Checker<'_, '_> {
    pub(super) fn call(
        &mut self,
        target: Option<&Expr>,
        name: &SmolStr,
        name_at: &Range<usize>,
        args: &[Expr],
        at: &Range<usize>,
    ) -> Typed {
        if let Some(walk) = target.and_then(|_| walk_named(name)) {
            return match target {
                Some(list) => self.walk(walk, list, args, at),
                None => Typed::broken(at),
            };
        }
        match (name.as_str(), target) {
            ("has", None) => self.has(args, at),
            ("date" | "instant" | "time" | "duration", None) => self.written(name, args, at),
            ("size", _) => self.size(target, args, at),
            ("contains" | "startsWith" | "endsWith", Some(text)) => self.text_test(name, text, args, at),
            ("any_of", None) => self.any_of(args, at),
            ("days", None) => {
                let number = Ty::Number(None);
                self.function(Function::Days, args, &[Ty::Date, Ty::Date], number, "days(from, to)", at)
            }
            ("age", None) => {
                let number = Ty::Number(None);
                self.function(
                    Function::Age,
                    args,
                    &[Ty::Date, Ty::Date],
                    number,
                    "age(birth_date, on_date)",
                    at,
                )
            }
            ("date_of", None) => {
                self.function(Function::DateOf, args, &[Ty::Instant], Ty::Date, "date_of(instant)", at)
            }
            ("hour", None) => {
                self.function(Function::Hour, args, &[Ty::Instant], Ty::Number(None), "hour(instant)", at)
            }
            _ => self.no_function(target.is_some(), name, name_at),
        }
    }

    fn no_function(&mut self, method: bool, name: &SmolStr, at: &Range<usize>) -> Typed {
        let instead = match name.as_str() {
            "matches" => Some("contains / startsWith / endsWith"),
            "timestamp" => Some("instant('2026-01-01T08:00:00+08:00')"),
            "int" | "uint" | "double" | "string" | "bool" | "bytes" | "dyn" | "type" => Some("x"),
            "getHours" => Some("hour(instant)"),
            "getFullYear" | "getMonth" | "getDate" | "getDayOfMonth" => Some("date_of(instant)"),
            "contains" | "startsWith" | "endsWith" if !method => Some("x.contains(s)"),
            "exists" | "all" | "exists_one" | "filter" | "map" => Some("list.exists(x, …)"),
            "count" | "length" | "len" => Some("list.size()"),
            _ if NAMES.contains(&name.as_str()) => Some("f(x)"),
            _ => None,
        };
        let Some(instead) = instead else {
            let says = (format!("没有函数 {name}"), format!("there is no function {name}"));
            let want = suggest(name, NAMES);
            return self.broken(at, says, want);
        };
        let says = (format!("子集中没有 {name}"), format!("{name} is not part of the subset in this form"));
        let want = match name.as_str() {
            "int" | "uint" | "double" => {
                ("数只有一种，不用转换", "there is one kind of number; nothing to convert")
            }
            _ if instead == "x" => ("值本身，不用转换", "the value itself; nothing to convert"),
            _ if instead == "f(x)" && method => ("写作函数：f(x)", "written as a function: f(x)"),
            _ => (instead, instead),
        };
        self.broken(at, says, want)
    }

    /// How many arguments; reports another number.
    fn count(&mut self, args: &[Expr], n: usize, form: &str, at: &Range<usize>) -> bool {
        if args.len() != n {
            let says = (
                format!("要 {n} 个参数，这里有 {} 个", args.len()),
                format!("takes {n} arguments, here are {}", args.len()),
            );
            self.problem(at, says, (form, form));
        }
        args.len() == n
    }

    /// Reports an argument of another type.
    fn takes(&mut self, arg: &Typed, ty: &Ty, form: &str) {
        let fits = match (&arg.ty, ty) {
            (Ty::Anything, _) | (Ty::Code(_) | Ty::Subject, Ty::Text) | (Ty::List(_), Ty::List(_)) => true,
            (given, ty) => given == ty,
        };
        if !fits {
            let (given, wanted) = (arg.ty.words(), ty.words());
            let says = (
                format!("这里要{}，给的是{}", wanted.zh, given.zh),
                format!("takes {}, this is {}", wanted.en, given.en),
            );
            let form = match (&arg.ty, ty) {
                (Ty::Instant, Ty::Date) => "date_of(…)",
                (Ty::Text, Ty::Date) => "date('2026-01-01')",
                (Ty::Text, Ty::Instant) => "instant('2026-01-01T08:00:00+08:00')",
                _ => form,
            };
            self.problem(&arg.at, says, (form, form));
        }
    }

    fn function(
        &mut self,
        function: Function,
        args: &[Expr],
        types: &[Ty],
        gives: Ty,
        form: &str,
        at: &Range<usize>,
    ) -> Typed {
        if !self.count(args, types.len(), form, at) {
            return Typed::new(Node::Const(Val::Missing(Default::default())), gives, at);
        }
        let mut nodes = Vec::with_capacity(args.len());
        for (arg, ty) in args.iter().zip(types) {
            let arg = self.expr(arg);
            self.takes(&arg, ty, form);
            nodes.push(arg.node);
        }
        Typed::new(Node::Call(function, nodes), gives, at)
    }

    fn text_test(&mut self, name: &str, text: &Expr, args: &[Expr], at: &Range<usize>) -> Typed {
        let form = format!("text.{name}('…')");
        if !self.count(args, 1, &form, at) {
            return Typed::new(Node::Const(Val::Missing(Default::default())), Ty::Bool, at);
        }
        let text = self.expr(text);
        let form = if matches!(text.ty, Ty::List(_)) { "x in list" } else { form.as_str() };
        self.takes(&text, &Ty::Text, form);
        let mut nodes = vec![text.node];
        for arg in args {
            let arg = self.expr(arg);
            self.takes(&arg, &Ty::Text, form);
            nodes.push(arg.node);
        }
        let function = match name {
            "contains" => Function::Contains,
            "startsWith" => Function::StartsWith,
            _ => Function::EndsWith,
        };
        Typed::new(Node::Call(function, nodes), Ty::Bool, at)
    }

    fn size(&mut self, target: Option<&Expr>, args: &[Expr], at: &Range<usize>) -> Typed {
        let number = Ty::Number(None);
        let of = match (target, args) {
            (Some(of), []) => of,
            (None, [of]) => of,
            _ => {
                let says = ("size 只看一个值", "size looks at one value");
                return self.broken(at, says, ("size(x) 或 x.size()", "size(x) or x.size()"));
            }
        };
        let of = self.expr(of);
        if !matches!(of.ty, Ty::Text | Ty::Code(_) | Ty::List(_) | Ty::Anything) {
            let ty = of.ty.words();
            let says = (format!("{}没有长度", ty.zh), format!("{} has no size", ty.en));
            self.problem(&of.at, says, ("文字或列表", "text or a list"));
        }
        Typed::new(Node::Call(Function::Size, vec![of.node]), number, at)
    }

    fn any_of(&mut self, args: &[Expr], at: &Range<usize>) -> Typed {
        let form = "any_of(list, list)";
        let [one, other] = args else {
            self.count(args, 2, form, at);
            return Typed::broken(at);
        };
        let (one, other) = (self.expr(one), self.expr(other));
        let list = Ty::List(Box::new(Ty::Anything));
        self.takes(&one, &list, form);
        self.takes(&other, &list, form);
        if matches!((&one.ty, &other.ty), (Ty::List(_), Ty::List(_))) {
            self.shared(&one, &other, at);
        }
        Typed::new(Node::Call(Function::AnyOf, vec![one.node, other.node]), Ty::Bool, at)
    }

    fn has(&mut self, args: &[Expr], at: &Range<usize>) -> Typed {
        let [arg] = args else {
            self.count(args, 1, "has(x)", at);
            return Typed::broken(at);
        };
        let of = self.expr(arg);
        match of.node {
            Node::Field(_) | Node::Part(_) => Typed::new(Node::Has(Box::new(of.node)), Ty::Bool, at),
            _ if of.ty == Ty::Anything => Typed::broken(at),
            Node::Records(_) => {
                let says = (
                    "记录列表总是有的，只是可能为空",
                    "a list of records is always there, though maybe empty",
                );
                self.broken(&of.at, says, (".size() > 0", ".size() > 0"))
            }
            _ => self.broken(&of.at, ("has 要一个字段", "has takes a field"), ("has(x)", "has(x)")),
        }
    }

    /// `date('…')` and the like: read now, so that nothing can be wrong with it later.
    fn written(&mut self, name: &str, args: &[Expr], at: &Range<usize>) -> Typed {
        let (form, ty) = match name {
            "date" => ("date('2026-01-01')", Ty::Date),
            "instant" => ("instant('2026-01-01T08:00:00+08:00')", Ty::Instant),
            "time" => ("time('08:30')", Ty::TimeOfDay),
            _ => ("duration('PT2H')", Ty::Span),
        };
        let [arg] = args else {
            self.count(args, 1, form, at);
            return Typed::new(Node::Const(Val::Missing(Default::default())), ty, at);
        };
        let arg = self.expr(arg);
        let Some(Val::Text(text)) = arg.constant() else {
            if arg.ty != Ty::Anything {
                let says = ("这里要写明的文字", "takes written text");
                self.problem(&arg.at, says, (form, form));
            }
            return Typed::new(Node::Const(Val::Missing(Default::default())), ty, at);
        };
        let val = match ty {
            Ty::Date => text.parse::<Date>().ok().map(Val::Date),
            Ty::Instant => Instant::parse(text).map(Val::Instant),
            Ty::TimeOfDay => text.parse::<Time>().ok().map(Val::TimeOfDay),
            _ if text.contains(['P', 'p']) => Span::parse_iso(text).map(Val::Span),
            _ => None,
        };
        let Some(val) = val else {
            let says = (format!("读不出 '{text}'"), format!("'{text}' cannot be read"));
            let want = match ty {
                Ty::Span => ("ISO 8601 时长：2h 写作 PT2H", "an ISO 8601 duration: 2h is written PT2H"),
                _ => (form, form),
            };
            self.problem(&arg.at, says, want);
            return Typed::new(Node::Const(Val::Missing(Default::default())), ty, at);
        };
        Typed::new(Node::Const(val), ty, at)
    }

    fn walk(&mut self, walk: Walk, list: &Expr, args: &[Expr], at: &Range<usize>) -> Typed {
        let list = self.expr(list);
        let (variable, filter, body) = match (walk, args) {
            (_, [variable, body]) => (variable, None, body),
            (Walk::Map, [variable, filter, body]) => (variable, Some(filter), body),
            _ => {
                let says = ("要一个变量和一个表达式", "takes a variable and an expression");
                return self.broken(at, says, (".exists(x, …)", ".exists(x, …)"));
            }
        };
        let Kind::Name(name) = &variable.kind else {
            return self.broken(
                &variable.at,
                ("这里要一个变量名", "takes the name of a variable"),
                ("x", "x"),
            );
        };
        if roots().any(|word| word == name) {
            let says = (format!("{name} 另有用处"), format!("{name} has another meaning"));
            return self.broken(&variable.at, says, ("别的变量名", "another name"));
        }
        if self.locals.len() >= WALKS_MAX {
            let says = (
                format!("列表运算嵌套超过 {WALKS_MAX} 层"),
                format!("macros nested deeper than {WALKS_MAX}"),
            );
            return self.broken(at, says, ("拆成几条规则", "several rules"));
        }
        let element = match &list.ty {
            Ty::List(element) => (**element).clone(),
            Ty::Anything => Ty::Anything,
            ty => {
                let ty = ty.words();
                let says = (format!("{}不是列表", ty.zh), format!("{} is not a list", ty.en));
                return self.broken(&list.at.clone(), says, ("一个列表", "a list"));
            }
        };
        let (ty, origin, source) = (list.ty.clone(), list.origin.clone(), list.node);
        self.locals.push(Local { name: name.clone(), ty: element, origin: origin.clone() });
        let filter = filter.map(|f| self.bool(f));
        let typed = self.walked(walk, body, at);
        self.locals.pop();
        let source = match filter {
            Some(filter) => Node::Walk(Walk::Filter, Box::new([source, filter])),
            None => source,
        };
        let node = Node::Walk(walk, Box::new([source, typed.node]));
        match walk {
            Walk::Filter => Typed { origin, ..Typed::new(node, ty, at) },
            Walk::Map => Typed::new(node, Ty::List(Box::new(typed.ty)), at),
            _ => Typed::new(node, Ty::Bool, at),
        }
    }

    /// What a macro asks of each element.
    fn walked(&mut self, walk: Walk, body: &Expr, at: &Range<usize>) -> Typed {
        match walk {
            Walk::Map => self.expr(body),
            _ => {
                let node = self.bool(body);
                Typed::new(node, Ty::Bool, at)
            }
        }
    }
}

fn walk_named(name: &str) -> Option<Walk> {
    Some(match name {
        "exists" => Walk::Exists,
        "all" => Walk::All,
        "exists_one" | "existsOne" => Walk::ExistsOne,
        "filter" => Walk::Filter,
        "map" => Walk::Map,
        _ => return None,
    })
}
