//! The sweeper: looks at subjects whose moment has come, and works off what facts have touched.
//!
//! It waits until the next moment, or half a minute, or until it is told that something was written.

use crate::{clock::Clock, error::Fault, writer::Writer};
use facts::{Date, Instant};
use intake::{House, purge::Step};
use std::{sync::Arc, time::Duration};
use tokio::sync::{Notify, watch};

/// Longest wait: another server may have written.
const WAIT_MAX: Duration = Duration::from_secs(30);
/// Shortest wait after something was written: much of it is worked off together.
const PAUSE: Duration = Duration::from_millis(150);
/// A sweep that never comes to an end is broken off here; the next one goes on.
const SWEEPS_MAX: usize = 100_000;

/// What sweeping needs.
#[derive(Clone)]
pub struct Sweeper {
    /// The house.
    pub house: Arc<House>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The clock of the wall, by which sessions, kept files and pictures expire.
    pub wall: Arc<dyn Clock>,
    /// The writing thread.
    pub writer: Writer,
    /// Something was written.
    pub written: Arc<Notify>,
    /// Facts whose time is over are purged once a day.
    pub purges: bool,
}

impl Sweeper {
    /// Sweeps until told to stop.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut purged_on: Option<Date> = None;
        loop {
            if let Err(fault) = self.sweep_all().await {
                tracing::error!(code = fault.code(), "a sweep failed");
            }
            let today = Some(self.house.zone.date_of(self.clock.now()));
            if self.purges && purged_on != today && !*stop.borrow() {
                match self.purge_all().await {
                    Ok(facts) => tracing::info!(code = "purged", facts, "the daily purge is done"),
                    Err(fault) => tracing::error!(code = fault.code(), "the daily purge failed"),
                }
                if let Err(fault) = self.forget_notes().await {
                    tracing::error!(code = fault.code(), "notes whose time is over were not forgotten");
                }
                purged_on = today;
            }
            let wait = self.wait().await;
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.written.notified() => tokio::time::sleep(PAUSE).await,
                _ = stop.changed() => return,
            }
        }
    }

    /// Sweeps until nothing is due and nothing is waiting. True when that point was reached.
    pub async fn sweep_all(&self) -> Result<bool, Fault> {
        for _ in 0..SWEEPS_MAX {
            if !self.is_due().await? || !self.writer.sweep().await?.more {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Purges until nothing is due, in units of work between which others write; how many facts.
    pub async fn purge_all(&self) -> Result<u64, Fault> {
        let mut facts = 0;
        for _ in 0..SWEEPS_MAX {
            match self.writer.purge().await? {
                Step::Purged(purged) => facts += purged.facts,
                Step::Laid | Step::Nothing => break,
            }
        }
        Ok(facts)
    }

    /// Forgets sessions, refused rows and pictures whose time is over; how many.
    pub async fn forget_notes(&self) -> Result<u64, Fault> {
        let (house, wall) = (self.house.clone(), self.wall.now());
        blocking(move || {
            let mut dropped = 0;
            house.home.write(&house.shard, &mut |write| {
                dropped = write.drop_expired_notes(wall)?;
                Ok(())
            })?;
            Ok(dropped)
        })
        .await
    }

    /// Puts a simulated clock forward to that time, stopping at every moment on the way, so that reminders and
    /// lateness have the time at which they were due.
    pub async fn forward(&self, to: Instant) -> Result<bool, Fault> {
        for _ in 0..SWEEPS_MAX {
            self.sweep_all().await?;
            let next = self.next_moment().await?.filter(|at| *at > self.clock.now() && *at <= to);
            let Some(next) = next else { break };
            if !self.clock.set(next) {
                return Ok(false);
            }
        }
        let set = self.clock.set(to);
        Ok(set && self.sweep_all().await?)
    }

    async fn is_due(&self) -> Result<bool, Fault> {
        let (house, now) = (self.house.clone(), self.clock.now());
        blocking(move || {
            house.read(|read| {
                let due = read.next_moment()?.is_some_and(|at| at <= now);
                Ok(due || !read.touched(1)?.is_empty() || read.moving()?)
            })
        })
        .await
    }

    async fn next_moment(&self) -> Result<Option<Instant>, Fault> {
        let house = self.house.clone();
        blocking(move || house.read(|read| read.next_moment())).await
    }

    async fn wait(&self) -> Duration {
        let next = self.next_moment().await.ok().flatten();
        let micros = next.map_or(i64::MAX, |at| at.micros_since(self.clock.now()).max(0));
        Duration::from_micros(u64::try_from(micros).unwrap_or(0)).clamp(PAUSE, WAIT_MAX)
    }
}

/// Runs blocking work of the store off the threads that serve.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, store::Error> + Send + 'static,
) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Fault::Broken("a reading panicked"))?.map_err(Fault::from)
}
