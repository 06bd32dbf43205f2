//! The real clock and real chance: the only file of the house that asks for either.

#![allow(clippy::disallowed_methods)]

use facts::Instant;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, by the machine's clock.
pub fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// A running stopwatch, for progress and measuring.
pub fn stopwatch() -> std::time::Instant {
    std::time::Instant::now()
}

/// Fills with random bytes from the operating system.
pub fn random(bytes: &mut [u8]) {
    // Without randomness there are no safe salts, nonces and tokens: better to stop than to go on.
    if let Err(problem) = getrandom::fill(bytes) {
        eprintln!("没有可用的随机数源 / no source of randomness: {problem}");
        std::process::exit(crate::exit::MACHINE);
    }
}

/// Real chance for the house.
pub struct Random;

impl intake::Chance for Random {
    fn fill(&mut self, bytes: &mut [u8]) {
        random(bytes);
    }
}
