//! A small HTTP client of our own API, for the demo replay, the benches and imports to another server.
//!
//! Not here: wire types; commands read and write the JSON that they need.

use crate::exit::{Failure, MACHINE};
use facts::{Label, check::RawFact};
use serde_json::{Value, json};
use std::time::Duration;
use ureq::Agent;

/// Somebody signed in (or not yet) at a server.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    base: String,
    /// The session cookie, once signed in.
    cookie: Option<String>,
    token: Option<String>,
}

impl Client {
    /// Of a server, as `http://127.0.0.1:8080`.
    pub fn new(base: &str) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(600)))
            .max_idle_connections_per_host(64)
            .build();
        Client {
            agent: config.into(),
            base: format!("{}/api/v1", base.trim_end_matches('/')),
            cookie: None,
            token: None,
        }
    }

    /// The same, calling with an API token.
    pub fn with_token(&self, token: &str) -> Client {
        Client { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same server, signed in as this account.
    pub fn sign_in(&self, account: &str, password: &str) -> Result<Client, Failure> {
        let body = json!({ "account": account, "password": password });
        let request = self.agent.post(format!("{}/session", self.base)).header("x-lf", "1");
        let mut response = request.send_json(&body).map_err(|e| unreachable(&self.base, &e))?;
        let cookie = response
            .headers()
            .get("set-cookie")
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.split(';').next())
            .map(str::to_owned);
        let answer: Value = response.body_mut().read_json().unwrap_or_default();
        match cookie.filter(|_| response.status().is_success()) {
            Some(cookie) => Ok(Client { cookie: Some(cookie), ..self.clone() }),
            None => Err(refused("/session", &answer)),
        }
    }

    /// POST, as JSON. An answer that is a refusal is a failure.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let (status, answer) = self.try_post(path, body)?;
        if (200..300).contains(&status) { Ok(answer) } else { Err(refused(path, &answer)) }
    }

    /// PUT, as JSON. An answer that is a refusal is a failure.
    pub fn put(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let (status, answer) = self.send_json(self.agent.put(self.address(path)), body)?;
        if (200..300).contains(&status) { Ok(answer) } else { Err(refused(path, &answer)) }
    }

    /// GET.
    pub fn get(&self, path: &str) -> Result<Value, Failure> {
        let request = self.agent.get(format!("{}{path}", self.base));
        let request = match (&self.cookie, &self.token) {
            (Some(cookie), _) => request.header("cookie", cookie),
            (None, Some(token)) => request.header("authorization", format!("Bearer {token}")),
            (None, None) => request,
        };
        let mut response = request.call().map_err(|e| unreachable(&self.base, &e))?;
        let status = response.status().as_u16();
        let answer = response.body_mut().with_config().limit(256 << 20).read_json().unwrap_or_default();
        if (200..300).contains(&status) { Ok(answer) } else { Err(refused(path, &answer)) }
    }

    /// POST, with whatever was answered.
    pub fn try_post(&self, path: &str, body: &Value) -> Result<(u16, Value), Failure> {
        self.send_json(self.agent.post(self.address(path)), body)
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn send_json(
        &self,
        request: ureq::RequestBuilder<ureq::typestate::WithBody>,
        body: &Value,
    ) -> Result<(u16, Value), Failure> {
        let request = request.header("x-lf", "1");
        let request = match (&self.cookie, &self.token) {
            (Some(cookie), _) => request.header("cookie", cookie),
            (None, Some(token)) => request.header("authorization", format!("Bearer {token}")),
            (None, None) => request,
        };
        let mut response = request.send_json(body).map_err(|e| unreachable(&self.base, &e))?;
        let status = response.status().as_u16();
        Ok((status, response.body_mut().with_config().limit(256 << 20).read_json().unwrap_or_default()))
    }

    /// Sends facts in batches and says how many were refused, with the first refusals.
    pub fn send(&self, facts: &[RawFact], done: &mut dyn FnMut(usize)) -> Result<Sent, Failure> {
        let mut sent = Sent::default();
        for batch in facts.chunks(BATCH) {
            let answer = self.post_facts(batch)?;
            let count = |member: &str| answer[member].as_array().map_or(0, Vec::len);
            sent.accepted += count("accepted");
            sent.known += count("known");
            sent.refused += count("refused");
            for refusal in answer["refused"].as_array().into_iter().flatten().take(3) {
                let n = refusal["n"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                let fact =
                    batch.get(n).map(|f| serde_json::to_string(f).unwrap_or_default()).unwrap_or_default();
                sent.first.push(format!("{} ← {fact}", refusal["refusals"]));
            }
            done(batch.len());
        }
        Ok(sent)
    }

    fn post_facts(&self, batch: &[RawFact]) -> Result<Value, Failure> {
        let (status, answer) = self.try_post("/facts", &json!({ "facts": batch }))?;
        let listed = answer.get("accepted").is_some();
        if (200..300).contains(&status) || listed { Ok(answer) } else { Err(refused("/facts", &answer)) }
    }
}

/// How many facts are sent at once.
const BATCH: usize = 500;

/// What became of facts sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// New.
    pub accepted: usize,
    /// Received before.
    pub known: usize,
    /// Not taken.
    pub refused: usize,
    /// The first refusals of each batch.
    pub first: Vec<String>,
}

fn unreachable(base: &str, problem: &ureq::Error) -> Failure {
    Failure::new(
        MACHINE,
        Label::new(format!("连不上 {base}：{problem}"), format!("cannot reach {base}: {problem}")),
        Label::new("请确认服务已启动、地址正确", "see that the server runs and the address is right"),
    )
}

fn refused(path: &str, answer: &Value) -> Failure {
    let error = &answer["error"];
    let text = |label: &Value, lang: &str| label[lang].as_str().unwrap_or("?").to_owned();
    Failure::new(
        crate::exit::NOT_RIGHT,
        Label::new(
            format!("{path}：{}", text(&error["says"], "zh")),
            format!("{path}: {}", text(&error["says"], "en")),
        ),
        Label::new(text(&error["hint"], "zh"), text(&error["hint"], "en")),
    )
}
