//! `Door`: how a command comes in. Either a server that runs somewhere, with a token; or the house itself, opened for as
//! long as the command takes, in the name of one of its accounts. Both ways lead through the same routes, rights and checks.
//!
//! Not here: what is asked.

use crate::{
    clock,
    config::Place,
    exit::{Failure, INPUT, MACHINE, NOT_RIGHT},
    lang,
    serve::{self, Listen, Running},
};
use access::{Grant, Scope};
use clap::Args;
use facts::{Instant, Label, Zone};
use intake::House;
use serde_json::Value;
use server::accounts::{self, Pass as Note, kind};
use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use ureq::{
    Agent, RequestBuilder,
    tls::{Certificate, RootCerts, TlsConfig},
    typestate::WithBody,
};

/// Which door, and in whose name.
#[derive(Args)]
pub struct Pass {
    /// 服务器地址；不填则直接打开本机的库 · address of a server; without it the store on this machine is opened
    #[arg(long, env = "LIANFANG_SERVER", requires = "token")]
    server: Option<String>,
    /// 该服务器的令牌 · a token of that server
    #[arg(long, env = "LIANFANG_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// 信任的证书机构（PEM）；默认为系统自带 · authority to trust; default: those of the system
    #[arg(long, env = "LIANFANG_CA")]
    ca: Option<PathBuf>,
    /// 直接打开时以哪个账号 · in whose name the store is opened; default: the first account that has a role
    #[arg(long)]
    account: Option<String>,
    #[command(flatten)]
    place: Place,
}

impl Pass {
    /// The zone in which times are shown.
    pub fn zone(&self) -> Zone {
        Zone::from_seconds(self.place.zone).unwrap_or_default()
    }
}

/// Where systems keep the authorities that they trust.
pub const SYSTEM_AUTHORITIES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];
/// How long the note of a command that broke off lets somebody in.
const PASS_MICROS: i64 = 3600 * 1_000_000;

/// An open door.
pub struct Door {
    agent: Agent,
    base: String,
    token: String,
    inside: Option<Inside>,
}

/// The house, opened for this command.
struct Inside {
    running: Running,
    place: Place,
    key: String,
}

impl Door {
    /// Opens it. `writes` says whether the clock is to go on: who only reads sees the house as it last stood, and changes
    /// nothing in it.
    pub fn open(pass: &Pass, writes: bool) -> Result<Door, Failure> {
        if let Some(server) = &pass.server {
            let agent = agent(server, pass.ca.as_deref())?;
            let token = pass.token.clone().unwrap_or_default();
            return Ok(Door { agent, base: base(server), token, inside: None });
        }
        let house = pass.place.standing_house()?;
        let account = match &pass.account {
            Some(account) => account.clone(),
            None => first_account(&house)?,
        };
        eprintln!("{}", lang::told(format!("账号 {account}"), format!("in the name of {account}")));
        let (token, key) = note(&house, &account)?;
        let stands = house.read(|read| read.head())?.received;
        let running = serve::start(
            house,
            &Listen::plain("127.0.0.1:0"),
            (!writes).then(|| (stands, server::Demo::default())),
        )?;
        let (agent, base) = (agent(&running.address, None)?, base(&running.address));
        Ok(Door { agent, base, token, inside: Some(Inside { running, place: pass.place.clone(), key }) })
    }

    /// Asks for JSON.
    pub fn get(&self, path: &str) -> Result<Value, Failure> {
        let mut text = String::new();
        self.read(path)?.read_to_string(&mut text).map_err(|e| unwritten(&e))?;
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    /// Asks for a file.
    pub fn read(&self, path: &str) -> Result<impl Read + use<>, Failure> {
        let request = self.agent.get(format!("{}{path}", self.base)).header("authorization", self.bearer());
        let answer = request.call().map_err(|e| unreachable(&self.base, &e))?;
        Ok(taken(answer)?.into_reader())
    }

    /// Sends a file.
    pub fn send(&self, path: &str, bytes: &[u8]) -> Result<Value, Failure> {
        self.sent(self.agent.post(format!("{}{path}", self.base)), bytes)
    }

    /// Puts a file in the place of another.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<Value, Failure> {
        self.sent(self.agent.put(format!("{}{path}", self.base)), bytes)
    }

    fn sent(&self, request: RequestBuilder<WithBody>, bytes: &[u8]) -> Result<Value, Failure> {
        let request = request.header("authorization", self.bearer());
        let answer = request.content_type("application/octet-stream").send(bytes);
        let body = taken(answer.map_err(|e| unreachable(&self.base, &e))?)?;
        let mut text = String::new();
        body.into_reader().read_to_string(&mut text).map_err(|e| unwritten(&e))?;
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    /// Closes it: of a house that was opened for this command nothing stays behind but what was written.
    pub fn close(self) -> Result<(), Failure> {
        let Some(Inside { running, place, key }) = self.inside else { return Ok(()) };
        running.stop()?;
        place.home()?.write(&place.shard, &mut |write| write.drop_note(kind::TOKEN, &key))?;
        Ok(())
    }
}

fn base(server: &str) -> String {
    format!("{}/api/v1", server.trim_end_matches('/'))
}

fn agent(server: &str, ca: Option<&Path>) -> Result<Agent, Failure> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_connect(Some(Duration::from_secs(20)))
        .timeout_global(Some(Duration::from_secs(3600)));
    if !server.starts_with("https:") {
        return Ok(config.build().into());
    }
    let system = || SYSTEM_AUTHORITIES.map(Path::new).into_iter().find(|path| path.exists());
    let path = ca.or_else(system).ok_or_else(no_authority)?;
    let text = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
    let items = ureq::tls::parse_pem(&text).filter_map(Result::ok);
    let roots: Vec<Certificate<'static>> = items
        .filter_map(|item| if let ureq::tls::PemItem::Certificate(found) = item { Some(found) } else { None })
        .collect();
    if roots.is_empty() {
        return Err(no_authority());
    }
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    Ok(config.tls_config(tls).build().into())
}

/// The first account that holds a role with a say, the county's before those below it.
fn first_account(house: &House) -> Result<String, Failure> {
    let (in_force, now) = (house.in_force(), clock::now());
    let best = house.read(|read| {
        let mut best: Option<(usize, String)> = None;
        for row in read.notes(kind::ACCOUNT, "", None, 500)? {
            let mut grants = Vec::new();
            for held in read.assignments_of(&row.key)? {
                if held.from <= now
                    && let Some(org) = read.subject(&held.org)?
                {
                    grants.push(Grant { role: held.role, org: held.org, path: org.path });
                }
            }
            let scope = Scope::new(&row.key, grants, &in_force.rights);
            let writes = |(grant, rights): &(Grant, access::RoleRights)| {
                let all = in_force.plan.ledgers.0.values().filter(|l| rights.may_write(l)).count();
                (all * 100) / (grant.path.matches('/').count().max(1))
            };
            let weight = scope.grants().iter().map(writes).max().unwrap_or(0);
            if weight > 0 && best.as_ref().is_none_or(|(most, _)| weight > *most) {
                best = Some((weight, row.key.to_string()));
            }
        }
        Ok(best)
    })?;
    best.map(|(_, account)| account).ok_or_else(nobody)
}

/// A token for as long as the command takes.
fn note(house: &House, account: &str) -> Result<(String, String), Failure> {
    if house.read(|read| accounts::account(read, account))?.is_none() {
        return Err(nobody());
    }
    let mut bytes = [0; 32];
    clock::random(&mut bytes);
    let (secret, began): (String, Instant) = (accounts::secret_text(bytes), clock::now());
    let key = accounts::key_of(&secret);
    let until = began.plus_micros(PASS_MICROS);
    let pass = Note { account: account.to_owned(), began, until, name: Some("lianfang".into()) };
    house.home.write(&house.shard, &mut |write| accounts::put_pass(write, kind::TOKEN, &key, &pass))?;
    Ok((secret, key))
}

/// How many reasons of a refusal are told.
const REASONS_MAX: usize = 20;

/// The body of an answer that is no refusal.
fn taken(answer: ureq::http::Response<ureq::Body>) -> Result<ureq::Body, Failure> {
    let (status, mut body) = (answer.status(), answer.into_body());
    if status.is_success() {
        return Ok(body);
    }
    let answer: Value = body.read_json().unwrap_or_default();
    let error = &answer["error"];
    let field = error["field"].as_str().map(|f| format!("（{f}）")).unwrap_or_default();
    let text = |label: &Value, lang: &str| label[lang].as_str().unwrap_or("?").to_owned();
    let reasons = |lang: &str| {
        let refusals = error["refusals"].as_array().into_iter().flatten().take(REASONS_MAX);
        refusals.fold(String::new(), |told, refusal| {
            let found = refusal["found"].as_str().map(|found| format!(" {found}")).unwrap_or_default();
            let field = refusal["field"].as_str().map(|field| format!("{field} ")).unwrap_or_default();
            format!("{told}\n  {field}{}{found}", text(&refusal["says"], lang))
        })
    };
    let says = |lang: &str| format!("{}{field} [{status}]{}", text(&error["says"], lang), reasons(lang));
    let says = Label::new(says("zh"), says("en"));
    Err(Failure::new(NOT_RIGHT, says, Label::new(text(&error["hint"], "zh"), text(&error["hint"], "en"))))
}

/// A part of a path or query, percent-encoded.
pub fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    text.bytes().fold(String::new(), |out, b| {
        if plain(b) { out + &char::from(b).to_string() } else { format!("{out}%{b:02X}") }
    })
}

/// What was on its way did not arrive whole.
pub fn unwritten(problem: &io::Error) -> Failure {
    Failure::new(
        MACHINE,
        Label::new(format!("传输或写入中断：{problem}"), format!("sending or writing broke off: {problem}")),
        Label::new("请检查磁盘空间和网络后重试", "check disk and network and try again"),
    )
}

fn unreachable(base: &str, problem: &ureq::Error) -> Failure {
    Failure::new(
        MACHINE,
        Label::new(format!("连不上 {base}：{problem}"), format!("cannot reach {base}: {problem}")),
        Label::new(
            "请确认服务已启动、地址正确；使用本地证书时请加 --ca ca.pem",
            "see that the server runs and the address is right; with a local authority give --ca ca.pem",
        ),
    )
}

fn no_authority() -> Failure {
    Failure::new(
        INPUT,
        Label::new("没有可信任的证书机构", "there is no authority to trust"),
        Label::new("请用 --ca 指定 PEM 文件", "name a PEM file with --ca"),
    )
}

fn nobody() -> Failure {
    Failure::new(
        INPUT,
        Label::new("库中没有可用的账号", "the store has no such account"),
        Label::new(
            "请用 --account 指定账号，或先运行 lianfang init",
            "name one with --account, or run lianfang init first",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_path_are_encoded() {
        assert_eq!(encoded("base/日 报?"), "base%2F%E6%97%A5%20%E6%8A%A5%3F");
        assert_eq!(encoded("org:v06-g1"), "org%3Av06-g1");
    }
}
