//! Webhooks: a letter as JSON to an address of somebody else's, signed, so that they can tell it is from here and new.
//!
//! `lianfang-signature: t=<seconds since 1970>,v1=<hex>`; the hex is the HMAC-SHA256, with the shared secret as its key,
//! of `<t>.<body>`. `idempotency-key` is the letter's id, the same for every try.

use super::{Trouble, letter::Letter};
use facts::{Instant, Name};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::{sync::Arc, time::Duration};
use ureq::{
    Agent,
    tls::{Certificate, RootCerts, TlsConfig},
};

/// How long the other side may take in all.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Statuses after which trying again may help, beside those of 500 and above: too early, too many, timed out.
const AGAIN: [u16; 3] = [408, 425, 429];

/// A webhook.
#[derive(Clone)]
pub struct Settings {
    /// Its name here.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The secret that both sides share.
    pub secret: Vec<u8>,
    /// Only messages to these roles; empty means all.
    pub roles: Vec<Name>,
    /// Authorities that are trusted for its certificate, DER.
    pub authorities: Vec<Vec<u8>>,
}

impl Settings {
    /// The channel of its jobs.
    pub fn channel(&self) -> String {
        format!("hook:{}", self.name)
    }

    /// True when it wants messages to that role.
    pub fn wants(&self, role: &Name) -> bool {
        self.roles.is_empty() || self.roles.contains(role)
    }
}

/// The signature of a body at a time.
pub fn signature(secret: &[u8], seconds: i64, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    let hex = mac.finalize().into_bytes().iter().fold(String::new(), |text, b| format!("{text}{b:02x}"));
    format!("t={seconds},v1={hex}")
}

/// Sends a letter.
pub fn send(settings: &Settings, letter: &Letter, now: Instant) -> Result<(), Trouble> {
    let body = serde_json::to_vec(letter).map_err(Trouble::unfit)?;
    let answer = agent(settings)
        .post(&settings.url)
        .header("content-type", "application/json")
        .header("idempotency-key", &letter.id)
        .header("lianfang-signature", signature(&settings.secret, now.0.div_euclid(1_000_000), &body))
        .send(&body[..]);
    let status = answer.map_err(Trouble::unreachable)?.status();
    match status.as_u16() {
        200..=299 => Ok(()),
        code => Err(Trouble::refused(code < 500 && !AGAIN.contains(&code), status)),
    }
}

fn agent(settings: &Settings) -> Agent {
    let config =
        Agent::config_builder().http_status_as_error(false).max_redirects(0).timeout_global(Some(TIMEOUT));
    let roots: Vec<Certificate<'static>> =
        settings.authorities.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    config.tls_config(tls).build().into()
}
