//! The clock, as the binary gives it; and the simulated one of a demo.

use facts::Instant;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock.
pub trait Clock: Send + Sync {
    /// Its reading.
    fn now(&self) -> Instant;
    /// Puts it forward, if it is simulated. True when it now stands there or later.
    fn set(&self, to: Instant) -> bool {
        let _ = to;
        false
    }
}

/// A clock that stands until it is put forward. It never goes back.
#[derive(Debug)]
pub struct SimulatedClock(AtomicI64);

impl SimulatedClock {
    /// A clock that stands there.
    pub fn at(start: Instant) -> Self {
        SimulatedClock(AtomicI64::new(start.0))
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }

    fn set(&self, to: Instant) -> bool {
        self.0.fetch_max(to.0, Ordering::SeqCst);
        true
    }
}
