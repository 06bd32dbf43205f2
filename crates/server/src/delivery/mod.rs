//! Delivery: messages that `intake` wrote leave the house, by mail and by webhook. At least once, each with an id by which
//! a receiver knows it again; what was sent is a fact, what could not be sent waits, is tried again, and is seen by an
//! operator.
//!
//! Nothing leaves on a simulated clock. Of an import of history there is nothing to send: `intake` writes no messages for
//! it. Not here: who is told what (plans, `outcomes`), the words on screens (`views`).
//!
//! Reading order: `letter` (what is sent), `waiting` (what is not sent yet), `mail` and `hook` (the two ways out).

pub mod hook;
pub mod letter;
pub mod mail;
pub mod waiting;

use crate::{
    clock::Clock,
    error::{Answer, Fault},
    state::Doors,
    sweeper::blocking,
    writer::Writer,
};
use access::Scope;
use facts::{FactId, Instant, check::RawFact, ledger::Act};
use intake::{House, Submission};
use letter::Letter;
use serde_json::{Map, Value as Json};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use store::Error;
use tokio::sync::{Notify, watch};
use waiting::{Job, Lease};

/// How long one waits for the next look when nothing was written here: another server may have written.
const WAIT: Duration = Duration::from_secs(5);
/// How long a server that sends keeps the others from sending.
const LEASE_MICROS: i64 = 120 * 1_000_000;
/// How long until a message is tried again after the first, second … failure; then it is given up.
const PAUSES_MINUTES: [i64; 11] = [1, 5, 15, 60, 180, 360, 360, 360, 720, 720, 720];
/// How long one that was given up is shown.
const SHOWN_MICROS: i64 = 30 * 86_400 * 1_000_000;
/// Most jobs looked at in one round.
const ROUND: usize = 200;

/// Where messages go.
#[derive(Clone)]
pub struct Settings {
    /// Address under which people reach this server, for links.
    pub link: String,
    /// The mail server, if messages go by mail.
    pub mail: Option<mail::Settings>,
    /// Webhooks.
    pub hooks: Vec<hook::Settings>,
}

/// Why something did not leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// Trying again does not help.
    pub for_good: bool,
    /// Stable code: unreachable, refused, unfit.
    pub code: &'static str,
    /// What the other side said, shortened.
    pub said: String,
}

impl Trouble {
    /// The other side cannot be reached.
    pub fn unreachable(said: impl ToString) -> Self {
        Trouble { for_good: false, code: "unreachable", said: shortened(&said.to_string()) }
    }

    /// The other side does not take it.
    pub fn refused(for_good: bool, said: impl ToString) -> Self {
        Trouble { for_good, code: "refused", said: shortened(&said.to_string()) }
    }

    /// It cannot be made into what this way takes (an address that is none).
    pub fn unfit(said: impl ToString) -> Self {
        Trouble { for_good: true, code: "unfit", said: shortened(&said.to_string()) }
    }
}

fn shortened(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

/// What one round did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Round {
    /// Messages that left.
    pub sent: u64,
    /// Tries that failed.
    pub failed: u64,
}

/// Sends what waits.
#[derive(Clone)]
pub struct Deliverer {
    house: Arc<House>,
    clock: Arc<dyn Clock>,
    wall: Arc<dyn Clock>,
    writer: Writer,
    settings: Arc<Settings>,
    /// This server, among those that share the house.
    me: String,
    /// Something was written.
    pub written: Arc<Notify>,
}

impl Deliverer {
    /// Made once for a server; `me` tells it from the others.
    pub fn new(
        house: Arc<House>,
        (clock, wall): (Arc<dyn Clock>, Arc<dyn Clock>),
        writer: Writer,
        settings: Settings,
        me: String,
    ) -> Self {
        let written = Arc::new(Notify::new());
        Deliverer { house, clock, wall, writer, settings: Arc::new(settings), me, written }
    }

    /// Sends until told to stop.
    pub async fn run(self, doors: Doors, mut stop: watch::Receiver<bool>) {
        loop {
            match self.round(&doors).await {
                Ok(Round { sent: 0, failed: 0 }) => {}
                Ok(Round { sent, failed }) => {
                    tracing::info!(code = "delivered", sent, failed, "messages left")
                }
                Err(fault) => tracing::error!(code = fault.code(), "a round of delivery failed"),
            }
            tokio::select! {
                () = tokio::time::sleep(WAIT) => {}
                () = self.written.notified() => {}
                _ = stop.changed() => return,
            }
        }
    }

    /// Takes up new messages and sends what is due. Of several servers at one house one sends at a time.
    pub async fn round(&self, doors: &Doors) -> Answer<Round> {
        let mut round = Round::default();
        if !self.take_up().await? {
            return Ok(round);
        }
        let (now, mut down) = (self.wall.now(), BTreeSet::new());
        let (of, mine) = (self.house.clone(), self.clone());
        let jobs = blocking(move || of.read(|read| waiting::due(read, now, ROUND))).await?;
        for job in jobs.into_iter().filter(|job| !job.over) {
            // One that cannot be reached is not asked again for every message of this round.
            if down.contains(&job.channel) {
                continue;
            }
            let letter = self.letter(doors, &job).await?;
            let (sender, asked) = (mine.clone(), job.clone());
            let sent = tokio::task::spawn_blocking(move || sender.send(&asked, &letter)).await;
            match sent.map_err(|_| Fault::Broken("sending a message panicked"))? {
                Ok(()) => {
                    self.done(&job).await?;
                    round.sent += 1;
                }
                Err(trouble) => {
                    round.failed += 1;
                    if trouble.code == "unreachable" {
                        down.insert(job.channel.clone());
                    }
                    self.failed(job, trouble, now).await?;
                }
            }
        }
        Ok(round)
    }

    /// Makes jobs of the messages that came since; false when another server is sending.
    async fn take_up(&self) -> Answer<bool> {
        let (house, settings, now) = (self.house.clone(), self.settings.clone(), self.wall.now());
        let (me, clock) = (self.me.clone(), self.clock.now());
        blocking(move || {
            let mut mine = false;
            house.home.write(&house.shard, &mut |write| {
                let lease = Lease { holder: me.clone(), until: now.plus_micros(LEASE_MICROS) };
                mine = waiting::lease(write, &lease, now)?;
                if mine {
                    waiting::take_up(write, &settings, clock)?;
                    waiting::forget_old(write, now.plus_micros(-SHOWN_MICROS))?;
                }
                Ok(())
            })?;
            Ok(mine)
        })
        .await
    }

    async fn letter(&self, doors: &Doors, job: &Job) -> Answer<Letter> {
        let (house, book, link, job) =
            (self.house.clone(), doors.book(), self.settings.link.clone(), job.clone());
        blocking(move || house.read(|read| letter::write(read, &book, house.zone, &link, &job))).await
    }

    fn send(&self, job: &Job, letter: &Letter) -> Result<(), Trouble> {
        match (&job.to, &self.settings.mail) {
            (Some(to), Some(mail)) => mail::send(mail, to, letter, self.wall.now()),
            (Some(_), None) => Err(Trouble::unfit("no mail server is set any more")),
            (None, _) => {
                let hook = self.settings.hooks.iter().find(|h| h.channel() == job.channel);
                let hook = hook.ok_or_else(|| Trouble::unfit("this webhook is not set any more"))?;
                hook::send(hook, letter, self.wall.now())
            }
        }
    }

    /// It left: that is a fact, with an id of its own, so that saying it twice changes nothing.
    async fn done(&self, job: &Job) -> Answer<()> {
        let in_force = self.house.in_force();
        let top = in_force.plan.adoptions.first().map(|a| a.scope.clone());
        let ledger = in_force.plan.ledgers.acting(Act::Send);
        if let (Some(ledger), Some(org)) = (ledger, job.org.clone().or(top)) {
            let channel = if job.to.is_some() { "email" } else { "webhook" };
            let fields =
                [("key", job.note_key()), ("channel", channel.into()), ("outcome", job.outcome.to_string())];
            let known = |(name, _): &(&str, String)| ledger.field(name).is_some();
            let body: Map<String, Json> =
                fields.into_iter().filter(known).map(|(name, text)| (name.to_owned(), text.into())).collect();
            let now = self.clock.now();
            let fact = RawFact {
                id: Some(FactId::from_name("delivery", &ledger.id, &job.note_key())),
                ledger: ledger.id.clone(),
                subject: org.as_str().into(),
                at: now.to_string().into(),
                written: Some(now.to_string().into()),
                org: Some(org.as_str().into()),
                body,
                ..RawFact::default()
            };
            let scope = Arc::new(Scope::system());
            let submission = Submission { facts: vec![fact], scope, org: Some(org), history: false };
            self.writer.submit_in_turn(submission).await?;
        }
        let key = job.note_key();
        self.notes(move |write| write.drop_note(waiting::KIND, &key)).await
    }

    async fn failed(&self, mut job: Job, trouble: Trouble, now: Instant) -> Answer<()> {
        let pause = PAUSES_MINUTES.get(usize::try_from(job.tries).unwrap_or(usize::MAX));
        job.tries += 1;
        job.over = trouble.for_good || pause.is_none();
        job.next = now.plus_micros(pause.copied().unwrap_or(0) * 60_000_000);
        job.failed = Some((now, trouble.code.to_owned(), trouble.said));
        self.notes(move |write| waiting::put(write, &job)).await
    }

    async fn notes(
        &self,
        mut work: impl FnMut(&mut dyn store::Write) -> Result<(), Error> + Send + 'static,
    ) -> Answer<()> {
        let house = self.house.clone();
        blocking(move || house.home.write(&house.shard, &mut work)).await
    }
}
