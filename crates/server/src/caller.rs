//! `Caller`: who is asking, by session cookie or token, and what they may: every handler that is not open takes one.
//!
//! A write with a cookie must carry the header `x-lf: 1`, which a form of another site cannot send.

use crate::{
    accounts::{self, IDLE_MICROS, PROLONG_MICROS, Pass, kind},
    error::{Answer, Fault},
    state::Doors,
    sweeper::blocking,
};
use access::{Grant, Right, Scope};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, header, request::Parts},
};
use facts::{Instant, Ledger, SubjectId};
use smol_str::SmolStr;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use store::Read;

/// The name of the cookie.
pub const COOKIE: &str = "lf_session";
/// How long a caller is remembered before roles are read again; on this server a change of roles forgets at once.
const REMEMBER_MICROS: i64 = 5 * 1_000_000;
/// Most callers remembered.
const REMEMBERED_MAX: usize = 10_000;

/// Who is asking.
#[derive(Clone)]
pub struct Caller {
    /// The account.
    pub account: SmolStr,
    /// What it may see and do.
    pub scope: Arc<Scope>,
    /// The kind and key of the note that let it in.
    pub pass: (&'static str, String),
}

impl Caller {
    /// True when some role of the account has this right somewhere.
    pub fn has(&self, right: Right) -> bool {
        self.scope.is_system() || self.scope.grants().iter().any(|(_, rights)| rights.may.contains(&right))
    }

    /// The organisation on whose behalf a fact of this ledger is written when it names none.
    pub fn org_for(&self, ledger: Option<&Ledger>) -> Option<SubjectId> {
        let grants = self.scope.grants();
        let fitting = grants.iter().find(|(_, rights)| ledger.is_none_or(|l| rights.may_write(l)));
        fitting.or(grants.first()).map(|(grant, _)| grant.org.clone())
    }
}

/// Callers known lately.
#[derive(Default)]
pub struct Callers(Mutex<HashMap<String, (Caller, Instant)>>);

impl Callers {
    fn get(&self, key: &str, now: Instant) -> Option<Caller> {
        let known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (caller, since) = known.get(key)?;
        (0..REMEMBER_MICROS).contains(&now.micros_since(*since)).then(|| caller.clone())
    }

    fn put(&self, key: &str, caller: Caller, now: Instant) {
        let mut known = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.len() >= REMEMBERED_MAX {
            known.clear();
        }
        known.insert(key.to_owned(), (caller, now));
    }

    /// Forgets everybody: roles, accounts or the tree have changed.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
    }
}

impl FromRequestParts<Doors> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, doors: &Doors) -> Result<Self, Fault> {
        let (kind, secret) = presented(&parts.headers).ok_or(Fault::SignIn)?;
        let writes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        if kind == kind::SESSION && writes && parts.headers.get("x-lf").is_none_or(|v| v != "1") {
            return Err(Fault::NoHeader);
        }
        let (key, wall) = (accounts::key_of(&secret), doors.wall.now());
        if let Some(caller) = doors.callers.get(&key, wall) {
            return Ok(caller);
        }
        let caller = load(doors, kind, key.clone(), wall).await?;
        doors.callers.put(&key, caller.clone(), wall);
        Ok(caller)
    }
}

/// What the request shows: a token, else a session.
fn presented(headers: &HeaderMap) -> Option<(&'static str, String)> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok()?.strip_prefix("Bearer ")?;
        return Some((kind::TOKEN, token.trim().to_owned()));
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = cookies.flat_map(|c| c.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, secret)| (kind::SESSION, secret.to_owned()))
}

async fn load(doors: &Doors, kind: &'static str, key: String, wall: Instant) -> Answer<Caller> {
    let (of, at) = (doors.clone(), key.clone());
    let found = blocking(move || {
        of.house.read(|read| {
            let Some(pass) = accounts::pass(read, kind, &at, wall)? else { return Ok(None) };
            let Some(account) = accounts::account(read, &pass.account)? else { return Ok(None) };
            let over = account.disabled || account.sessions_from.is_some_and(|from| pass.began < from);
            if over {
                return Ok(None);
            }
            let scope = scope_of(&of, read, &pass.account)?;
            Ok(Some((pass, scope)))
        })
    })
    .await?;
    let (pass, scope) = found.ok_or(Fault::SignIn)?;
    if kind == kind::SESSION {
        prolong(doors, &key, &pass, wall).await?;
    }
    Ok(Caller { account: pass.account.into(), scope: Arc::new(scope), pass: (kind, key) })
}

/// A session that is used lives on. Written at most every ten minutes.
async fn prolong(doors: &Doors, key: &str, pass: &Pass, wall: Instant) -> Answer<()> {
    if pass.until.micros_since(wall) > IDLE_MICROS - PROLONG_MICROS {
        return Ok(());
    }
    let (key, longer) = (key.to_owned(), Pass { until: wall.plus_micros(IDLE_MICROS), ..pass.clone() });
    doors.write_notes(move |write| accounts::put_pass(write, kind::SESSION, &key, &longer)).await
}

/// What an account may see and do now, by the roles that it holds.
pub fn scope_of(doors: &Doors, read: &mut dyn Read, account: &str) -> Result<Scope, store::Error> {
    let now = doors.now();
    let in_force = intake::force::current(&doors.house, read)?;
    let mut grants = Vec::new();
    for row in read.assignments_of(account)? {
        if row.from <= now
            && row.until.is_none_or(|until| now < until)
            && let Some(org) = read.subject(&row.org)?
        {
            grants.push(Grant { role: row.role, org: row.org, path: org.path });
        }
    }
    Ok(Scope::new(account, grants, &in_force.rights))
}
