//! Exit codes, fixed for scripts, and the table of them that `--help` shows; and how a command ends with a message.

use facts::Label;

/// Everything was done.
pub const DONE: i32 = 0;
/// What was asked for was looked at and is not right: a plan with mistakes, a failed scenario, a broken chain.
pub const NOT_RIGHT: i32 = 1;
/// The command was called wrongly.
pub const USAGE: i32 = 2;
/// A file or an address is not there or not readable.
pub const INPUT: i32 = 3;
/// The store could not be opened, read or written.
pub const STORE: i32 = 4;
/// The machine lacks something (randomness, a port, disk).
pub const MACHINE: i32 = 5;

/// What each code means, in Chinese and English.
const MEANINGS: [(i32, &str, &str); 6] = [
    (DONE, "完成", "done"),
    (
        NOT_RIGHT,
        "结果不合要求：方案有错、情景不符、链条不完整、登记未被接受",
        "looked at and not right: a plan with mistakes, a failed scenario, a broken chain, refused facts",
    ),
    (USAGE, "命令写法有误", "the command was called wrongly"),
    (
        INPUT,
        "文件、地址或名称不存在或无法读取",
        "a file, an address or a name is not there or cannot be read",
    ),
    (STORE, "存储无法打开、读取或写入", "the store cannot be opened, read or written"),
    (MACHINE, "本机缺少条件：端口、磁盘、网络", "the machine lacks something: a port, disk, the network"),
];

/// The codes as a table for people.
pub fn table() -> String {
    let lines = MEANINGS.map(|(code, zh, en)| format!("  {code}  {zh} · {en}"));
    format!("退出码 · Exit codes:\n{}", lines.join("\n"))
}

/// Why a command ended early: exit code, what is wrong, what to do.
#[derive(Debug)]
pub struct Failure {
    /// One of the codes above.
    pub code: i32,
    /// What is wrong.
    pub says: Label,
    /// What to do.
    pub hint: Label,
}

impl Failure {
    /// A failure in both languages.
    pub fn new(code: i32, says: Label, hint: Label) -> Self {
        Failure { code, says, hint }
    }

    /// Something with a file.
    pub fn file(path: &std::path::Path, problem: &std::io::Error) -> Self {
        let path = path.display();
        Failure::new(
            INPUT,
            Label::new(format!("{path}：{problem}"), format!("{path}: {problem}")),
            Label::new("请检查路径和权限", "check the path and its permissions"),
        )
    }
}

impl From<store::Error> for Failure {
    fn from(problem: store::Error) -> Self {
        let hint = if problem.again {
            Label::new("可以重试", "it may help to try again")
        } else {
            Label::new(
                "请检查 --store 地址和数据库日志",
                "check the address given with --store and the database's log",
            )
        };
        Failure::new(STORE, Label::new(format!("存储：{problem}"), format!("store: {problem}")), hint)
    }
}
