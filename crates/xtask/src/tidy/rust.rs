//! Reads formatted Rust by its lines: where functions begin and end, where the tests begin, what stands in quotes.
//!
//! Not here: a parser. rustfmt's indentation is enough, and `fmt` runs before `tidy`.

use super::tree::lines;

/// A function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its first line, from 1.
    pub line: usize,
    /// How many lines it has, from its signature to its closing brace.
    pub len: usize,
    /// It answers requests: it is async, or it carries a `utoipa::path`.
    pub handler: bool,
}

/// All functions that have a body, nested ones too.
pub fn functions(text: &str) -> Vec<Function> {
    let all: Vec<(usize, &str)> = lines(text).collect();
    let mut found = Vec::new();
    let mut routed = false;
    for (place, (line, code)) in all.iter().enumerate() {
        routed |= code.trim_start().starts_with("#[utoipa::path");
        let Some((name, is_async)) = signature(code) else { continue };
        let indent = code.len() - code.trim_start().len();
        let closes = |code: &str| code.len() == indent + 1 && code.ends_with('}');
        let rest = all.get(place..).unwrap_or_default();
        let has_body = |code: &str| code.trim_end().ends_with(['{', '}']);
        // A signature may take several lines; it ends with the first line that opens a body or ends a declaration.
        let opening = rest.iter().position(|(_, code)| has_body(code) || code.trim_end().ends_with(';'));
        let Some(opening) = opening.filter(|n| rest.get(*n).is_some_and(|(_, code)| has_body(code))) else {
            continue;
        };
        let one_line = rest.get(opening).is_some_and(|(_, code)| code.trim_end().ends_with('}'));
        let end = if one_line { Some(opening) } else { rest.iter().position(|(_, code)| closes(code)) };
        found.push(Function {
            name: name.to_owned(),
            line: *line,
            len: end.map_or(rest.len(), |end| end + 1),
            handler: is_async || std::mem::take(&mut routed),
        });
    }
    found
}

/// The name in a line that begins a function, and whether it is async.
fn signature(code: &str) -> Option<(&str, bool)> {
    let (before, after) = match code.trim_start().strip_prefix("fn ") {
        Some(after) => ("", after),
        None => code.trim_start().split_once(" fn ")?,
    };
    let words_only = before.split_whitespace().all(|word| {
        matches!(word, "pub" | "const" | "async" | "unsafe" | "default" | "extern" | "\"C\"")
            || word.starts_with("pub(")
    });
    let name = after.split(['(', '<']).next()?;
    (words_only && !name.is_empty()).then_some((name, before.contains("async")))
}

/// The lines before the test module at the end of a file; all of them where there is none.
pub fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut before = "";
    lines(text).take_while(move |(_, line)| {
        let tests = before == "#[cfg(test)]" && line.starts_with("mod ") && line.ends_with('{');
        before = line;
        !tests
    })
}

/// The plain string literals of a line of code; none in a comment or an attribute.
pub fn literals(line: &str) -> impl Iterator<Item = &str> {
    let code = if line.trim_start().starts_with(['/', '#']) { "" } else { line };
    code.split('"').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_measured() {
        let text = "\
trait T {
    fn declared(&self) -> u8;
    fn given(&self) -> u8 { 1 }
}

pub(crate) async fn long<T>(
    a: T,
) -> Result<(), E>
where
    T: X,
{
    if a {
        inner();
    }
}

#[utoipa::path(
    get
)]
pub fn routed() {
    fn nested() {
    }
}

fn after() {}
let x = call(fn_name);
";
        let found: Vec<(String, usize, usize, bool)> =
            functions(text).into_iter().map(|f| (f.name, f.line, f.len, f.handler)).collect();
        let expected = [
            ("given", 3, 1, false),
            ("long", 6, 10, true),
            ("routed", 20, 4, true),
            ("nested", 21, 2, false),
            ("after", 25, 1, false),
        ];
        assert_eq!(found, expected.map(|(name, line, len, handler)| (name.to_owned(), line, len, handler)));
    }

    #[test]
    fn tests_and_comments_are_told_apart_from_code() {
        let text = "let a = \"x\";\n// \"y\"\n#[doc = \"w\"]\n#[cfg(test)]\nfn only_for_tests() {}\n#[cfg(test)]\nmod tests {\nlet b = \"z\";\n}\n";
        let found: Vec<&str> = code_lines(text).flat_map(|(_, line)| literals(line)).collect();
        assert_eq!(found, ["x"]);
    }
}
