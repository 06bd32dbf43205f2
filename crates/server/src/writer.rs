//! Group commit: one thread that takes everything that is waiting and gives it to the house as one unit of work. A
//! sweep is such a unit too, so that all writing of the outcome of facts is in one order.
//!
//! Not here: what a unit of work does (`intake`).

use crate::{clock::Clock, error::Fault};
use intake::{Answer, Chance, House, Submission, Swept, purge::Step};
use std::{
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};

/// Most facts of one unit of work. More make others wait longer than they save.
pub const UNIT_FACTS_MAX: usize = 1000;
/// Most submissions waiting; beyond it the door says busy.
pub const QUEUE_MAX: usize = 512;
/// How often a unit of work is tried when the store says that trying again may help.
const TRIES: u32 = 5;

/// Nobody answers any more.
const STOPPED: Fault = Fault::Broken("the writer has stopped");

/// What the thread is asked to do.
enum Job {
    Submit(Box<Submission>, Reply),
    Foresee(Box<Submission>, Reply),
    Sweep(oneshot::Sender<Result<Swept, Fault>>),
    Purge(oneshot::Sender<Result<Step, Fault>>),
}

/// Where an answer goes.
type Reply = oneshot::Sender<Result<Answer, Fault>>;

/// Chance, shared by the thread and the doors.
pub type SharedChance = Arc<Mutex<Box<dyn Chance>>>;

/// The way to the writing thread.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the thread. It ends when the last `Writer` is dropped, after everything that was waiting is written.
    pub fn start(
        house: Arc<House>,
        clock: Arc<dyn Clock>,
        chance: SharedChance,
    ) -> std::io::Result<(Writer, JoinHandle<()>)> {
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let work = Work { house, clock, chance };
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || work.run(waiting))?;
        Ok((Writer { queue }, thread))
    }

    /// Submits, or says busy when too much is waiting.
    pub async fn submit(&self, submission: Submission) -> Result<Answer, Fault> {
        let (reply, answer) = oneshot::channel();
        self.queue.try_send(Job::Submit(Box::new(submission), reply)).map_err(|_| Fault::Busy)?;
        answer.await.map_err(|_| STOPPED)?
    }

    /// Submits as soon as there is room: for the later parts of a stream, whose sender waits.
    pub async fn submit_in_turn(&self, submission: Submission) -> Result<Answer, Fault> {
        self.in_turn(|reply| Job::Submit(Box::new(submission), reply)).await
    }

    /// What would become of a submission; nothing is kept.
    pub async fn foresee(&self, submission: Submission) -> Result<Answer, Fault> {
        self.in_turn(|reply| Job::Foresee(Box::new(submission), reply)).await
    }

    /// One sweep.
    pub async fn sweep(&self) -> Result<Swept, Fault> {
        self.in_turn(Job::Sweep).await
    }

    /// One step of the purge.
    pub async fn purge(&self) -> Result<Step, Fault> {
        self.in_turn(Job::Purge).await
    }

    /// Asks as soon as there is room, and waits for the answer.
    async fn in_turn<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, Fault>>) -> Job,
    ) -> Result<T, Fault> {
        let (reply, answer) = oneshot::channel();
        self.queue.send(job(reply)).await.map_err(|_| STOPPED)?;
        answer.await.map_err(|_| STOPPED)?
    }
}

struct Work {
    house: Arc<House>,
    clock: Arc<dyn Clock>,
    chance: SharedChance,
}

impl Work {
    fn run(self, mut waiting: mpsc::Receiver<Job>) {
        let mut held_over = None;
        while let Some(job) = held_over.take().or_else(|| waiting.blocking_recv()) {
            match job {
                Job::Foresee(batch, reply) => {
                    let seen = self.tried(|chance| self.house.foresee(&batch, self.clock.now(), chance));
                    let _ = reply.send(seen);
                }
                Job::Sweep(reply) => {
                    let swept = self.tried(|chance| self.house.sweep(self.clock.now(), chance));
                    let _ = reply.send(swept);
                }
                Job::Purge(reply) => {
                    let step = self.tried(|chance| self.house.purge_step(self.clock.now(), chance));
                    let _ = reply.send(step);
                }
                Job::Submit(first, reply) => {
                    let mut facts = first.facts.len();
                    let mut batch = vec![(first, reply)];
                    while facts < UNIT_FACTS_MAX && held_over.is_none() {
                        match waiting.try_recv() {
                            Ok(Job::Submit(next, reply)) => {
                                facts += next.facts.len();
                                batch.push((next, reply));
                            }
                            Ok(other) => held_over = Some(other),
                            Err(_) => break,
                        }
                    }
                    self.submit(batch);
                }
            }
        }
    }

    fn submit(&self, batch: Vec<(Box<Submission>, Reply)>) {
        let (submissions, replies): (Vec<Submission>, Vec<_>) =
            batch.into_iter().map(|(s, r)| (*s, r)).unzip();
        let answers = self.tried(|chance| self.house.submit(&submissions, self.clock.now(), chance));
        match answers {
            Ok(answers) if answers.len() == replies.len() => {
                for (reply, answer) in replies.into_iter().zip(answers) {
                    let _ = reply.send(Ok(answer));
                }
            }
            Ok(_) => fail(replies, &Fault::Broken("a unit of work gave too few answers")),
            Err(fault) => fail(replies, &fault),
        }
    }

    /// A panic in a unit of work fails that unit (its transaction is not committed) and not the thread.
    fn tried<T>(&self, mut work: impl FnMut(&mut dyn Chance) -> Result<T, store::Error>) -> Result<T, Fault> {
        let mut tries = 0;
        loop {
            let mut chance = self.chance.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&mut **chance)));
            drop(chance);
            match done {
                Ok(Ok(done)) => return Ok(done),
                Ok(Err(error)) if error.again && tries < TRIES => {
                    tries += 1;
                    tracing::warn!(
                        code = "try_again",
                        doing = error.doing,
                        tries,
                        "a unit of work is tried again"
                    );
                    std::thread::sleep(Duration::from_millis(10 << tries));
                }
                Ok(Err(error)) => return Err(error.into()),
                Err(_) => return Err(Fault::Broken("a unit of work panicked")),
            }
        }
    }
}

fn fail(replies: Vec<Reply>, fault: &Fault) {
    for reply in replies {
        let _ = reply.send(Err(fault.clone()));
    }
}
