//! Source text into tokens.
//!
//! Not here: what the tokens mean together (`parse`). The first thing that is no token ends the reading.

use super::problem::{CelProblem, refuse};
use facts::Decimal;
use smol_str::{SmolStr, SmolStrBuilder};
use std::ops::Range;

/// The smallest parts of a source.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    Word(SmolStr),
    Number(Decimal),
    Text(SmolStr),
    /// An operator or a bracket.
    Sign(&'static str),
    End,
}

/// Longer signs first.
const SIGNS: [&str; 22] = [
    "==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")", "[", "]",
    ",", ".",
];

/// Tokens with their places, `End` last.
pub(super) fn tokens(source: &str) -> Result<Vec<(Token, Range<usize>)>, CelProblem> {
    let mut reader = Reader { source, pos: 0 };
    let mut all = Vec::new();
    loop {
        reader.skip_space();
        let start = reader.pos;
        let token = reader.token()?;
        let end = token == Token::End;
        all.push((token, start..reader.pos));
        if end {
            return Ok(all);
        }
    }
}

struct Reader<'s> {
    source: &'s str,
    pos: usize,
}

impl<'s> Reader<'s> {
    fn rest(&self) -> &'s str {
        self.source.get(self.pos..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.pos += rest.len() - trimmed.len();
            if !trimmed.starts_with("//") {
                return;
            }
            self.pos += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }

    fn token(&mut self) -> Result<Token, CelProblem> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(Token::End);
        };
        if first == '"' || first == '\'' {
            return self.text(false);
        }
        if first.is_ascii_digit() || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit())) {
            return self.number();
        }
        if first.is_ascii_alphabetic() || first == '_' {
            return self.word();
        }
        if let Some(sign) = SIGNS.into_iter().find(|s| rest.starts_with(s)) {
            self.pos += sign.len();
            return Ok(Token::Sign(sign));
        }
        Err(stray(first, self.pos..self.pos + first.len_utf8()))
    }

    fn word(&mut self) -> Result<Token, CelProblem> {
        let rest = self.rest();
        let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (word, after) = rest.split_at(len);
        if after.starts_with(['"', '\'']) {
            if matches!(word, "r" | "R") {
                self.pos += len;
                return self.text(true);
            }
            if word.len() <= 2 && word.contains(['b', 'B']) {
                let says = ("不支持字节串", "bytes are not part of the subset");
                return Err(refuse(
                    self.pos..self.pos + len,
                    says,
                    ("写普通文字：'…'", "write plain text: '…'"),
                ));
            }
        }
        self.pos += len;
        Ok(Token::Word(SmolStr::new(word)))
    }

    fn number(&mut self) -> Result<Token, CelProblem> {
        let rest = self.rest();
        let digits = |s: &str| s.len() - s.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mut len = digits(rest);
        if rest[len..].starts_with('.') && rest[len + 1..].starts_with(|c: char| c.is_ascii_digit()) {
            len += 1 + digits(&rest[len + 1..]);
        }
        let tail =
            rest[len..].find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len() - len);
        let at = self.pos..self.pos + len + tail;
        self.pos = at.end;
        if tail > 0 {
            return Err(number_with_tail(&rest[..len], &rest[len..len + tail], at));
        }
        let text = if rest.starts_with('.') { format!("0{}", &rest[..len]) } else { rest[..len].to_string() };
        Decimal::parse(&text).map(Token::Number).ok_or_else(|| {
            let says = ("这个数写不下", "this number cannot be kept");
            refuse(
                at,
                says,
                ("最多 14 位整数、4 位小数", "at most 14 digits before the point and 4 after it"),
            )
        })
    }

    fn text(&mut self, raw: bool) -> Result<Token, CelProblem> {
        let start = self.pos;
        let rest = self.rest();
        let one = if rest.starts_with('"') { "\"" } else { "'" };
        let three = if one == "'" { "'''" } else { "\"\"\"" };
        let quote = if rest.starts_with(three) { three } else { one };
        self.pos += quote.len();
        let mut out = SmolStrBuilder::new();
        loop {
            let rest = self.rest();
            if rest.starts_with(quote) {
                self.pos += quote.len();
                return Ok(Token::Text(out.finish()));
            }
            match rest.chars().next() {
                Some('\\') if !raw => out.push(self.escape()?),
                Some(c) if c != '\n' || quote.len() == 3 => {
                    out.push(c);
                    self.pos += c.len_utf8();
                }
                _ => {
                    let says = ("文字没有结束", "the text does not end");
                    let want = (format!("结尾的 {quote}"), format!("a closing {quote}"));
                    return Err(refuse(start..self.pos, says, want));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, CelProblem> {
        let rest = &self.rest()[1..];
        let kind = rest.chars().next();
        let plain = match kind {
            Some('n') => Some('\n'),
            Some('t') => Some('\t'),
            Some('r') => Some('\r'),
            Some('a') => Some('\u{7}'),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('v') => Some('\u{b}'),
            Some(c @ ('\\' | '\'' | '"' | '`' | '?')) => Some(c),
            _ => None,
        };
        if let Some(c) = plain {
            self.pos += 2;
            return Ok(c);
        }
        let (skip, len, base) = match kind {
            Some('x' | 'X') => (1, 2, 16),
            Some('u') => (1, 4, 16),
            Some('U') => (1, 8, 16),
            Some('0'..='3') => (0, 3, 8),
            _ => (0, 0, 16),
        };
        let code = rest.get(skip..skip + len).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let found = code.and_then(|d| u32::from_str_radix(d, base).ok()).and_then(char::from_u32);
        match found {
            Some(c) if len > 0 => {
                self.pos += 1 + skip + len;
                Ok(c)
            }
            _ => {
                let at = self.pos..self.pos + 1 + kind.map_or(0, char::len_utf8);
                let want = (r"\n、\t、\\、\'、\xHH、\uHHHH 之一", r"one of \n, \t, \\, \', \xHH, \uHHHH");
                Err(refuse(at, ("不认识的转义", "unknown escape"), want))
            }
        }
    }
}

fn number_with_tail(number: &str, tail: &str, at: Range<usize>) -> CelProblem {
    match tail {
        "u" | "U" => {
            refuse(at, ("不支持无符号数", "unsigned numbers are not part of the subset"), (number, number))
        }
        _ if number == "0" && tail.starts_with(['x', 'X']) => refuse(
            at,
            ("不支持十六进制数", "hexadecimal numbers are not part of the subset"),
            ("十进制数", "a decimal"),
        ),
        _ if tail.starts_with(['e', 'E']) => {
            let says = ("不支持指数写法", "exponents are not part of the subset");
            refuse(at, says, ("写全这个数", "the number written out"))
        }
        _ => refuse(at, ("数后面紧跟着字母", "letters right behind a number"), (number, number)),
    }
}

fn stray(c: char, at: Range<usize>) -> CelProblem {
    let want = match c {
        '=' => ("相等写作 ==", "equality is written =="),
        '&' => ("并且写作 &&", "and is written &&"),
        '|' => ("或者写作 ||", "or is written ||"),
        '{' | '}' => (
            "子集中没有映射和消息；列表写作 [ ]",
            "maps and messages are not part of the subset; a list is [ ]",
        ),
        '“' | '”' | '‘' | '’' | '＂' | '＇' => ("半角引号 ' 或 \"", "plain quotes ' or \""),
        '，' => ("半角逗号 ,", "a plain comma ,"),
        '（' | '）' => ("半角括号 ( )", "plain brackets ( )"),
        _ if ('\u{ff01}'..='\u{ff5e}').contains(&c) => ("半角字符", "the half-width character"),
        _ => ("文字要放在引号里", "text belongs in quotes"),
    };
    refuse(at, (format!("这里不能有 {c}"), format!("{c} has no place here")), want)
}
