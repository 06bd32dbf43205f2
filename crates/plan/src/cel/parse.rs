//! Tokens into a tree, by CEL's grammar.
//!
//! Not here: what a tree is (`tree`), names and types (`check`). The first mistake ends the reading.

use super::{
    problem::{CelProblem, refuse},
    tokens::{Token, tokens},
    tree::{Compare, DEPTH_MAX, Expr, Kind, Math, too_deep},
    value::Val,
};
use smol_str::SmolStr;
use std::ops::Range;

/// A source longer than this is refused, in bytes.
pub(super) const SOURCE_MAX: usize = 4096;

type Read<T> = Result<T, CelProblem>;

/// Reads a whole source.
pub(super) fn parse(source: &str) -> Read<Expr> {
    if source.len() > SOURCE_MAX {
        let says = (
            format!("条件长于 {SOURCE_MAX} 字节"),
            format!("the condition is longer than {SOURCE_MAX} bytes"),
        );
        return Err(refuse(0..source.len(), says, ("拆成几条规则", "several rules")));
    }
    let mut parser = Parser { tokens: tokens(source)?, pos: 0, level: 0 };
    if *parser.peek() == Token::End {
        return Err(refuse(
            0..source.len(),
            ("条件是空的", "the condition is empty"),
            ("一个表达式", "an expression"),
        ));
    }
    let whole = parser.expr()?;
    match parser.peek() {
        Token::End => Ok(whole),
        other => Err(leftover(other, parser.at())),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    pos: usize,
    /// How many brackets, signs and choices are open around the present place.
    level: u16,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.pos).map_or(&Token::End, |(t, _)| t)
    }

    fn at(&self) -> Range<usize> {
        let last = self.tokens.last().map_or(0..0, |(_, at)| at.clone());
        self.tokens.get(self.pos).map_or(last, |(_, at)| at.clone())
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(s) if *s == sign);
        self.pos += usize::from(found);
        found
    }

    fn need(&mut self, sign: &str) -> Read<Range<usize>> {
        let at = self.at();
        if self.take(sign) {
            return Ok(at);
        }
        Err(unexpected(self.peek(), at, (sign, sign)))
    }

    /// Runs a part one level deeper, or refuses.
    fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        if self.level > DEPTH_MAX {
            return Err(too_deep(self.at()));
        }
        self.level += 1;
        let read = part(self);
        self.level -= 1;
        read
    }

    fn expr(&mut self) -> Read<Expr> {
        self.deeper(|p| {
            let condition = p.or()?;
            if !p.take("?") {
                return Ok(condition);
            }
            let yes = p.expr()?;
            p.need(":")?;
            let no = p.expr()?;
            let at = condition.at.start..no.at.end;
            let depth = condition.depth.max(yes.depth).max(no.depth);
            Expr::over(Kind::Choose(Box::new(condition), Box::new(yes), Box::new(no)), at, depth)
        })
    }

    fn or(&mut self) -> Read<Expr> {
        self.chain("||", Kind::Or, Self::and)
    }

    fn and(&mut self) -> Read<Expr> {
        self.chain("&&", Kind::And, Self::relation)
    }

    fn chain(
        &mut self,
        sign: &str,
        join: fn(Vec<Expr>) -> Kind,
        part: fn(&mut Self) -> Read<Expr>,
    ) -> Read<Expr> {
        let first = part(self)?;
        if !matches!(self.peek(), Token::Sign(s) if *s == sign) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.take(sign) {
            parts.push(part(self)?);
        }
        let at = parts.first().map_or(0, |p| p.at.start)..parts.last().map_or(0, |p| p.at.end);
        let depth = parts.iter().map(|p| p.depth).max().unwrap_or(0);
        Expr::over(join(parts), at, depth)
    }

    fn relation(&mut self) -> Read<Expr> {
        let mut left = self.sum()?;
        loop {
            let compare = match self.peek() {
                Token::Sign("==") => Some(Compare::Equal),
                Token::Sign("!=") => Some(Compare::Unequal),
                Token::Sign("<") => Some(Compare::Less),
                Token::Sign("<=") => Some(Compare::LessEqual),
                Token::Sign(">") => Some(Compare::More),
                Token::Sign(">=") => Some(Compare::MoreEqual),
                Token::Word(w) if w == "in" => None,
                _ => return Ok(left),
            };
            self.pos += 1;
            let right = self.sum()?;
            left = Expr::of_two(left, right, |l, r| match compare {
                Some(op) => Kind::Compare(op, l, r),
                None => Kind::In(l, r),
            })?;
        }
    }

    fn sum(&mut self) -> Read<Expr> {
        let mut left = self.product()?;
        loop {
            let op = match self.peek() {
                Token::Sign("+") => Math::Add,
                Token::Sign("-") => Math::Subtract,
                _ => return Ok(left),
            };
            self.pos += 1;
            let right = self.product()?;
            left = Expr::of_two(left, right, |l, r| Kind::Math(op, l, r))?;
        }
    }

    fn product(&mut self) -> Read<Expr> {
        let mut left = self.unary()?;
        loop {
            let op = match self.peek() {
                Token::Sign("*") => Math::Multiply,
                Token::Sign("/") => Math::Divide,
                Token::Sign("%") => Math::Rest,
                _ => return Ok(left),
            };
            self.pos += 1;
            let right = self.unary()?;
            left = Expr::of_two(left, right, |l, r| Kind::Math(op, l, r))?;
        }
    }

    fn unary(&mut self) -> Read<Expr> {
        let start = self.at().start;
        let wrap = match self.peek() {
            Token::Sign("!") => Kind::Not,
            Token::Sign("-") => Kind::Negate,
            _ => return self.postfix(),
        };
        self.pos += 1;
        let inner = self.deeper(Self::unary)?;
        let (at, depth) = (start..inner.at.end, inner.depth);
        Expr::over(wrap(Box::new(inner)), at, depth)
    }

    fn postfix(&mut self) -> Read<Expr> {
        let mut target = self.primary()?;
        loop {
            let start = target.at.start;
            if self.take(".") {
                let (name, name_at) = self.name()?;
                if self.take("(") {
                    let (args, end) = self.items(")")?;
                    let depth = args.iter().map(|a| a.depth).max().unwrap_or(0).max(target.depth);
                    let kind = Kind::Call { target: Some(Box::new(target)), name, name_at, args };
                    target = Expr::over(kind, start..end, depth)?;
                } else {
                    let depth = target.depth;
                    target = Expr::over(Kind::Member(Box::new(target), name), start..name_at.end, depth)?;
                }
            } else if self.take("[") {
                let index = self.expr()?;
                let end = self.need("]")?.end;
                let depth = target.depth.max(index.depth);
                target = Expr::over(Kind::Index(Box::new(target), Box::new(index)), start..end, depth)?;
            } else {
                return Ok(target);
            }
        }
    }

    fn name(&mut self) -> Read<(SmolStr, Range<usize>)> {
        let at = self.at();
        match self.peek() {
            Token::Word(word) => {
                let word = word.clone();
                self.pos += 1;
                Ok((word, at))
            }
            other => Err(unexpected(other, at, ("一个名字", "a name"))),
        }
    }

    /// Expressions up to the closing sign; a last comma is allowed in lists.
    fn items(&mut self, close: &str) -> Read<(Vec<Expr>, usize)> {
        let mut items = Vec::new();
        loop {
            let at = self.at();
            if (items.is_empty() || close == "]") && self.take(close) {
                return Ok((items, at.end));
            }
            items.push(self.expr()?);
            let at = self.at();
            if self.take(close) {
                return Ok((items, at.end));
            }
            self.need(",")?;
        }
    }

    fn primary(&mut self) -> Read<Expr> {
        let at = self.at();
        let token = self.peek().clone();
        self.pos += 1;
        match token {
            Token::Number(n) => Expr::over(Kind::Literal(Val::Number(n)), at, 0),
            Token::Text(t) => Expr::over(Kind::Literal(Val::Text(t)), at, 0),
            Token::Word(word) => self.after_word(word, at),
            Token::Sign("(") => {
                let inner = self.expr()?;
                let end = self.need(")")?.end;
                Ok(Expr { at: at.start..end, ..inner })
            }
            Token::Sign("[") => {
                let (items, end) = self.items("]")?;
                let depth = items.iter().map(|i| i.depth).max().unwrap_or(0);
                Expr::over(Kind::List(items), at.start..end, depth)
            }
            other => Err(unexpected(&other, at, ("一个值", "a value"))),
        }
    }

    fn after_word(&mut self, word: SmolStr, at: Range<usize>) -> Read<Expr> {
        let kind = match word.as_str() {
            "true" => Kind::Literal(Val::Bool(true)),
            "false" => Kind::Literal(Val::Bool(false)),
            "null" => Kind::Null,
            "not" if !matches!(self.peek(), Token::Sign(_) | Token::End) => {
                return Err(refuse(
                    at,
                    ("没有 not 这个词", "there is no word `not`"),
                    ("否定写作 !", "not is written !"),
                ));
            }
            "in" => {
                return Err(refuse(
                    at,
                    ("in 前面缺一个值", "a value is missing before `in`"),
                    ("x in list", "x in list"),
                ));
            }
            _ if self.take("(") => {
                let (args, end) = self.items(")")?;
                let depth = args.iter().map(|a| a.depth).max().unwrap_or(0);
                let start = at.start;
                return Expr::over(
                    Kind::Call { target: None, name: word, name_at: at, args },
                    start..end,
                    depth,
                );
            }
            _ => Kind::Name(word),
        };
        Expr::over(kind, at, 0)
    }
}

fn unexpected(token: &Token, at: Range<usize>, want: (&str, &str)) -> CelProblem {
    let (zh, en) = shown(token);
    refuse(at, (format!("不该是{zh}"), format!("unexpected {en}")), want)
}

fn shown(token: &Token) -> (String, String) {
    match token {
        Token::Word(w) => (format!(" {w}"), w.to_string()),
        Token::Number(n) => (format!(" {n}"), n.to_string()),
        Token::Text(t) => (format!(" '{t}'"), format!("'{t}'")),
        Token::Sign(s) => (format!(" {s}"), (*s).to_string()),
        Token::End => ("结尾".into(), "end".into()),
    }
}

/// What to say of a token behind a complete expression.
fn leftover(token: &Token, at: Range<usize>) -> CelProblem {
    let want = match token {
        Token::Word(w) if w.eq_ignore_ascii_case("and") => ("并且写作 &&", "and is written &&"),
        Token::Word(w) if w.eq_ignore_ascii_case("or") => ("或者写作 ||", "or is written ||"),
        Token::Word(w) if w == "is" => ("相等写作 ==", "equality is written =="),
        Token::Word(w) if w == "not" => ("写 !(x in list)", "write !(x in list)"),
        _ => ("一个运算符，或者到此为止", "an operator, or nothing more"),
    };
    unexpected(token, at, want)
}
