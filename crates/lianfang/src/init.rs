//! `lianfang init`: a new house: the county, an account that may let everybody else in, and, if wished, plans in force.
//!
//! Not here: organisations below the county and further accounts; they come in through the doors.

use crate::{
    clock,
    config::Place,
    exit::{Failure, INPUT, NOT_RIGHT},
    lang, packs, serve,
};
use access::Scope;
use clap::Args;
use facts::{Instant, Label, Ledger, Name, SubjectId, check::RawFact, ledger::Act};
use intake::{House, Outcome, Submission};
use serde_json::{Value, json};
use std::sync::Arc;

/// What is made.
#[derive(Args)]
pub struct Init {
    #[command(flatten)]
    place: Place,
    /// 县（区、市）名称 · name of the county
    #[arg(long)]
    name: String,
    /// 组织编号 · id of its organisation
    #[arg(long, default_value = "county")]
    code: String,
    /// 组织类别 · kind of organisation
    #[arg(long, default_value = "county")]
    kind: String,
    /// 行政区划代码 · its division code (GB/T 2260)
    #[arg(long)]
    division: Option<String>,
    /// 管理员账号 · account of the administrator
    #[arg(long, default_value = "admin")]
    account: String,
    /// 管理员姓名 · how the administrator is called
    #[arg(long, default_value = "系统管理员")]
    account_name: String,
    /// 管理员的角色，可重复；默认为所有可管理用户的角色 · roles of the administrator; default: all that manage users
    #[arg(long = "role")]
    roles: Vec<String>,
    /// 立即启用的方案，可重复 · plans to put in force now; may be repeated
    #[arg(long)]
    adopt: Vec<String>,
}

/// Makes the house and prints the password once.
pub fn run(init: &Init) -> Result<(), Failure> {
    // Looked at before anything is made: a typing mistake leaves no store and no key behind.
    if !server::accounts::is_account_name(&init.account) {
        return Err(bad_account(&init.account));
    }
    let code = init.code.trim_start_matches("org:");
    let org = SubjectId::parse(&format!("org:{code}")).ok_or_else(|| bad_code(code))?;
    let shipped = packs::shipped()?;
    let plans = init.adopt.iter().map(|name| packs::named(&shipped, name)).collect::<Result<Vec<_>, _>>()?;
    let house = init.place.house()?;
    if house.read(|read| read.head())?.seq > 0 {
        return Err(not_empty(&init.place));
    }
    let now = clock::now();
    let founding = Founding { house: &house, org: &org, now };
    let roles = if init.roles.is_empty() {
        founding.roles_that("users")
    } else {
        init.roles.iter().map(Name::new).collect()
    };
    let mut body = json!({ "kind": init.kind, "name": init.name });
    if let Some(division) = &init.division {
        body["division"] = json!(division);
    }
    let mut facts = vec![founding.fact(Act::Organise, body)?];
    for role in &roles {
        facts.push(founding.fact(Act::Assign, json!({ "role": role, "account": init.account }))?);
    }
    for pack in &plans {
        let body = json!({ "pack": pack.id, "version": pack.version, "hash": pack.hash.to_hex() });
        facts.push(founding.fact(Act::Adopt, body)?);
    }
    founding.submit(facts)?;
    let password = one_time_password();
    serve::make_account(&house, &init.account, &init.account_name, &password)?;
    tell(init, &roles, &password);
    Ok(())
}

/// The first facts of a house, written by the house itself: nobody could sign in to write them.
pub struct Founding<'a> {
    /// The house.
    pub house: &'a House,
    /// The organisation at the top.
    pub org: &'a SubjectId,
    /// When.
    pub now: Instant,
}

impl Founding<'_> {
    /// A fact about the organisation at the top, in the ledger that does this.
    pub fn fact(&self, act: Act, body: Value) -> Result<RawFact, Failure> {
        let in_force = self.house.in_force();
        let ledger: &Ledger = in_force.plan.ledgers.acting(act).ok_or_else(|| no_ledger(act))?;
        let body = if let Value::Object(body) = body { body } else { serde_json::Map::new() };
        let (subject, at) = (self.org.as_str().into(), self.now.to_string().into());
        let org = Some(self.org.as_str().into());
        Ok(RawFact { ledger: ledger.id.clone(), subject, at, org, body, ..RawFact::default() })
    }

    /// The roles of the base packs that have this right.
    pub fn roles_that(&self, may: &str) -> Vec<Name> {
        let base = self.house.shipped.iter().filter(|p| p.extends.is_empty());
        let roles = base.flat_map(|p| &p.roles);
        roles
            .filter(|(_, role)| role.may.iter().any(|right| right.as_str() == may))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Writes them all, or says which was refused.
    pub fn submit(&self, facts: Vec<RawFact>) -> Result<(), Failure> {
        let scope = Arc::new(Scope::system());
        let batch = Submission { facts, scope, org: Some(self.org.clone()), history: false };
        let answers = self.house.submit(&[batch], self.now, &mut clock::Random)?;
        for outcome in answers.into_iter().flat_map(|a| a.outcomes) {
            if let Outcome::Refused { refusals, .. } = outcome
                && let Some(first) = refusals.into_iter().next()
            {
                let field = first.field.map(|f| format!("{f}: ")).unwrap_or_default();
                let says =
                    Label::new(format!("{field}{}", first.says.zh), format!("{field}{}", first.says.en));
                return Err(Failure::new(NOT_RIGHT, says, first.hint));
            }
        }
        Ok(())
    }
}

/// Sixteen characters that are not taken for one another: 79 bits.
fn one_time_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567899";
    let mut bytes = [0u8; 16];
    clock::random(&mut bytes);
    let letters: Vec<char> = bytes.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

fn tell(init: &Init, roles: &[Name], password: &str) {
    let roles = roles.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    let (account, store) = (&init.account, &init.place.store);
    println!(
        "{}",
        lang::told(format!("已建立 {}（{store}）", init.name), format!("made {} ({store})", init.name))
    );
    println!("  {}  {account}  ({roles})", lang::told("账号", "account"));
    println!("  {}  {password}", lang::told("密码", "password"));
    let once = lang::told(
        "密码只显示这一次，请登录后立即修改。",
        "The password is shown this once; change it after signing in.",
    );
    println!("{once}");
    for plan in &init.adopt {
        println!("  {}  {plan}", lang::told("已启用", "in force"));
    }
    println!("{}:  lianfang serve --store {store}", lang::told("下一步", "next"));
}

fn not_empty(place: &Place) -> Failure {
    let store = &place.store;
    Failure::new(
        INPUT,
        Label::new(format!("{store} 中已有登记"), format!("{store} holds facts already")),
        Label::new(
            "init 只用于新库；请用 --store 指定另一个",
            "init is for a new store; name another with --store",
        ),
    )
}

fn bad_account(name: &str) -> Failure {
    Failure::new(
        INPUT,
        Label::new(format!("“{name}”不能用作账号"), format!("{name:?} cannot be an account")),
        Label::new("1 至 40 个小写字母、数字或 . _ -", "1 to 40 of a-z 0-9 . _ -"),
    )
}

fn bad_code(code: &str) -> Failure {
    Failure::new(
        INPUT,
        Label::new(
            format!("“{code}”不能用作组织编号"),
            format!("{code:?} cannot be the id of an organisation"),
        ),
        Label::new("请用字母、数字和连字符", "use letters, digits and hyphens"),
    )
}

fn no_ledger(act: Act) -> Failure {
    Failure::new(
        NOT_RIGHT,
        Label::new(
            format!("方案包没有此类台账（{act:?}）"),
            format!("no pack declares a ledger for this ({act:?})"),
        ),
        Label::new(
            "程序中的方案包不完整，请重新构建",
            "the packs inside of the program are not whole; build it again",
        ),
    )
}
