//! `Doors`: what every handler holds: the house, the clocks, the writing thread, chance, settings.

use crate::{
    caller::{Caller, Callers},
    clock::Clock,
    delivery::Deliverer,
    desk::Desk,
    error::{Answer, Fault},
    serve::Demo,
    sweeper::{Sweeper, blocking},
    writer::{SharedChance, Writer},
};
use facts::Instant;
use intake::{House, InForce};
use std::sync::{Arc, RwLock};
use tokio::sync::Semaphore;
use views::book::Book;

/// What every handler holds.
#[derive(Clone)]
pub struct Doors(pub Arc<Inner>);

/// The inside of it.
pub struct Inner {
    /// The house.
    pub house: Arc<House>,
    /// The clock that facts are judged by; simulated in a demo.
    pub clock: Arc<dyn Clock>,
    /// The clock on the wall: sessions and locks go by it.
    pub wall: Arc<dyn Clock>,
    /// Chance.
    pub chance: SharedChance,
    /// The writing thread.
    pub writer: Writer,
    /// The sweeper.
    pub sweeper: Sweeper,
    /// Sends messages, if they leave this house.
    pub deliverer: Option<Deliverer>,
    /// Callers known lately.
    pub callers: Callers,
    /// Hashing of passwords is slow on purpose; only so much of it at once.
    pub hashing: Semaphore,
    /// When the clock is simulated and the people are invented: who may walk in.
    pub demo: Option<Demo>,
    /// True when cookies go over HTTPS only.
    pub secure: bool,
    /// Makes PDFs, if this program was built with a typesetter.
    pub typesetter: Option<Arc<dyn documents::Typesetter>>,
    /// The version of the program.
    pub version: &'static str,
    /// The words of what is in force.
    pub book: RwLock<Option<(Arc<InForce>, Arc<Book>)>>,
}

impl std::ops::Deref for Doors {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Doors {
    /// The reading of the clock.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The words of what is in force, made anew when that has changed.
    pub fn book(&self) -> Arc<Book> {
        let in_force = self.house.in_force();
        let known = self.book.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        if let Some((of, book)) = known
            && Arc::ptr_eq(&of, &in_force)
        {
            return book;
        }
        let mut packs = self.house.shipped.clone();
        for pack in in_force.plan.adoptions.iter().map(|a| &a.pack) {
            packs.retain(|p| p.hash != pack.hash);
            packs.push(pack.clone());
        }
        let book = Arc::new(Book::new(packs, in_force.plan.ledgers.clone()));
        *self.book.write().unwrap_or_else(std::sync::PoisonError::into_inner) =
            Some((in_force, book.clone()));
        book
    }

    /// Something was written: the sweeper may look, and who may do what is read again.
    pub fn written(&self) {
        self.sweeper.written.notify_one();
        if let Some(deliverer) = &self.deliverer {
            deliverer.written.notify_one();
        }
    }

    /// Reads one snapshot with the eyes of the caller.
    pub async fn desk<T: Send + 'static>(
        &self,
        caller: &Caller,
        mut work: impl FnMut(&mut Desk<'_>) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let (doors, scope, account) = (self.clone(), caller.scope.clone(), caller.account.clone());
        blocking(move || {
            let book = doors.book();
            doors.house.read(|read| {
                let (house, now) = (&*doors.house, doors.now());
                Ok(work(&mut Desk { read, house, book: &book, scope: &scope, account: &account, now }))
            })
        })
        .await?
    }

    /// Fills bytes by chance.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill(&mut bytes);
        bytes
    }

    /// Writes notes: the doors' small tables. All or nothing.
    pub async fn write_notes(
        &self,
        mut work: impl FnMut(&mut dyn store::Write) -> Result<(), store::Error> + Send + 'static,
    ) -> Answer<()> {
        let house = self.house.clone();
        blocking(move || house.home.write(&house.shard, &mut work)).await
    }

    /// One permit to hash a password.
    pub async fn hashing(&self) -> Answer<tokio::sync::SemaphorePermit<'_>> {
        self.hashing.acquire().await.map_err(|_| Fault::Broken("the doors are closing"))
    }
}
