//! The server under test: this very program, started as `serve` in a process of its own, so that its CPU time and memory
//! can be told from those of the clients.

use super::{http::Wire, machine};
use crate::{
    clock,
    config::Place,
    exit::{Failure, MACHINE},
};
use facts::Label;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A server process; it ends when this is dropped.
pub struct Server {
    child: Child,
    /// Its address.
    pub address: String,
    /// From the start of the process until it answered.
    pub started: Duration,
}

impl Server {
    /// Starts it and waits until it answers.
    pub fn start(place: &Place) -> Result<Server, Failure> {
        let program = std::env::current_exe().map_err(|e| no_server(&e.to_string()))?;
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--store", &place.store, "--shard", &place.shard]);
        command.args(["--zone", &place.zone.to_string()]);
        if let Some(key) = &place.key {
            command.arg("--key").arg(key);
        }
        let watch = clock::stopwatch();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| no_server(&e.to_string()))?;
        let mut address = String::new();
        if let Some(out) = child.stdout.take() {
            let _ = BufReader::new(out).read_line(&mut address);
        }
        let mut server = Server { child, address: address.trim().to_owned(), started: Duration::ZERO };
        if !server.address.starts_with("http") {
            return Err(no_server("it ended before it listened"));
        }
        let (status, answer) = Wire::new(&server.address, "").get("/health")?;
        if status != 200 {
            return Err(no_server(&answer));
        }
        server.started = watch.elapsed();
        Ok(server)
    }

    /// CPU time used so far, in milliseconds.
    pub fn cpu_millis(&self) -> f64 {
        machine::cpu_millis(self.child.id())
    }

    /// Resident memory in MiB: now, and at its highest.
    pub fn memory_mib(&self) -> (f64, f64) {
        machine::memory_mib(self.child.id())
    }

    /// Waits until it has worked off what follows from facts, and is idle.
    pub fn settle(&self, longest: Duration) -> bool {
        machine::settled(self.child.id(), longest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Without a farewell: what was acknowledged is durable.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn no_server(why: &str) -> Failure {
    Failure::new(
        MACHINE,
        Label::new(format!("被测服务未能启动：{why}"), format!("the server under test did not start: {why}")),
        Label::new("请先单独运行 lianfang serve 查看原因", "run lianfang serve by itself to see why"),
    )
}
