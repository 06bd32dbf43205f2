//! A small pool of connections. One that was lost is thrown away, and the next taker connects anew.

use super::connection::failed;
use crate::seam::{Error, Result};
use postgres::{Client, Config, NoTls, Statement};
use std::{
    collections::HashMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Connections of one server at once.
const OPEN_MAX: usize = 16;
/// How long one waits for a connection that others use.
const WAIT: Duration = Duration::from_secs(30);

/// `synchronous_commit`: what was acknowledged survives a crash. Plans are short and run often: compiling them costs
/// more than it gives. A server that died keeps its locks for no longer than its keepalives.
const SESSION: &str = "SET synchronous_commit = on; SET jit = off; SET client_encoding = 'UTF8';
    SET idle_in_transaction_session_timeout = '10min'; SET client_min_messages = warning";

/// Prepared statements of a connection, by text.
pub(super) type Statements = HashMap<String, Statement>;

/// Connections, idle and in use.
pub(super) struct Pool {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    state: Mutex<State>,
    returned: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<(Client, Statements)>,
    taken: usize,
}

/// A connection in use; it goes back by itself.
pub(super) struct Pooled<'a> {
    pool: &'a Pool,
    held: Option<(Client, Statements)>,
}

impl Pool {
    pub fn new(mut config: Config, tls: Option<MakeRustlsConnect>) -> Self {
        if config.get_application_name().is_none() {
            config.application_name("lianfang");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        config.keepalives_idle(Duration::from_secs(60));
        Pool { config, tls, state: Mutex::default(), returned: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the connections that nobody uses.
    pub fn forget_idle(&self) {
        let idle = std::mem::take(&mut self.state().idle);
        // Closing talks to the server: not while others wait for the lock.
        drop(idle);
    }

    /// Takes an idle connection, or makes one.
    pub fn take(&self) -> Result<Pooled<'_>> {
        let waited = self.returned.wait_timeout_while(self.state(), WAIT, |state| state.taken >= OPEN_MAX);
        let (mut state, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() && state.taken >= OPEN_MAX {
            return Err(Error {
                doing: "take a connection",
                said: "all connections to the database are in use".into(),
                again: true,
            });
        }
        state.taken += 1;
        let idle = state.idle.pop();
        drop(state);
        let mut pooled = Pooled { pool: self, held: idle };
        if pooled.held.as_ref().is_none_or(|(client, _)| client.is_closed()) {
            pooled.held = None;
            let connected = match &self.tls {
                Some(tls) => self.config.connect(tls.clone()),
                None => self.config.connect(NoTls),
            };
            let mut client = connected.map_err(failed("connect to the database"))?;
            client.batch_execute(SESSION).map_err(failed("connect to the database"))?;
            pooled.held = Some((client, Statements::new()));
        }
        Ok(pooled)
    }
}

impl Pooled<'_> {
    /// The connection and its statements.
    pub fn parts(&mut self) -> Result<(&mut Client, &mut Statements)> {
        let lost = || Error { doing: "take a connection", said: "it is gone".into(), again: true };
        self.held.as_mut().map(|(client, statements)| (client, statements)).ok_or_else(lost)
    }
}

impl Drop for Pooled<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state();
        state.taken -= 1;
        if let Some((client, statements)) = self.held.take()
            && !client.is_closed()
        {
            state.idle.push((client, statements));
        }
        drop(state);
        self.pool.returned.notify_one();
    }
}
