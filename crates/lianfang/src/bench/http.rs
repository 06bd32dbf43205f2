//! A connection that measures: prepared bodies out, whole answers in, with as little work in between as can be.

use crate::exit::{Failure, MACHINE};
use facts::Label;
use std::time::Duration;
use ureq::Agent;

/// One kept connection with a token.
pub struct Wire {
    agent: Agent,
    base: String,
    bearer: String,
}

impl Wire {
    /// To a server, as `http://127.0.0.1:8080`.
    pub fn new(base: &str, token: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(1800)))
            .max_idle_connections_per_host(1)
            .build();
        Wire { agent: config.into(), base: format!("{base}/api/v1"), bearer: format!("Bearer {token}") }
    }

    /// Sends facts: one as JSON, or lines.
    pub fn send(&self, kind: &str, body: &str) -> Result<(u16, String), Failure> {
        let request = self.agent.post(format!("{}/facts", self.base)).header("authorization", &self.bearer);
        let answer = request.header("content-type", kind).send(body).map_err(|e| broken(&e))?;
        whole(answer)
    }

    /// Asks for something.
    pub fn get(&self, path: &str) -> Result<(u16, String), Failure> {
        let request = self.agent.get(format!("{}{path}", self.base)).header("authorization", &self.bearer);
        whole(request.call().map_err(|e| broken(&e))?)
    }
}

fn whole(mut answer: ureq::http::Response<ureq::Body>) -> Result<(u16, String), Failure> {
    let status = answer.status().as_u16();
    let text = answer.body_mut().with_config().limit(1 << 30).read_to_string().map_err(|e| broken(&e))?;
    Ok((status, text))
}

fn broken(problem: &ureq::Error) -> Failure {
    Failure::new(
        MACHINE,
        Label::new(
            format!("测试连接中断：{problem}"),
            format!("the connection of the bench broke: {problem}"),
        ),
        Label::new(
            "请查看服务进程是否退出、内存和磁盘是否足够",
            "see whether the server ended, and whether memory and disk suffice",
        ),
    )
}

/// An answer that no measurement can be made of.
pub fn not_taken(what: &str, answer: &str) -> Failure {
    let start: String = answer.chars().take(600).collect();
    Failure::new(
        crate::exit::NOT_RIGHT,
        Label::new(format!("{what} 未被接受：{start}"), format!("{what} was not taken: {start}")),
        Label::new(
            "这是测试程序或方案包的缺陷，请报告",
            "a defect of the bench or of a pack; please report it",
        ),
    )
}
