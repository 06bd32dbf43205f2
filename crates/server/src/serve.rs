//! Opening the doors: the router, the writing thread, the sweeper; and serving them over HTTP or HTTPS until told to stop.

use crate::{
    api,
    caller::Callers,
    clock::Clock,
    delivery::{self, Deliverer},
    error::Fault,
    layers,
    state::{Doors, Inner},
    sweeper::Sweeper,
    web,
    writer::{SharedChance, Writer},
};
use axum::{Router, extract::DefaultBodyLimit};
use axum_server::{Handle, accept::NoDelayAcceptor, tls_rustls::RustlsConfig};
use intake::{Chance, House};
use std::{
    future::Future,
    io,
    net::TcpListener,
    path::PathBuf,
    sync::{Arc, Mutex, RwLock},
    thread::JoinHandle,
    time::Duration,
};
use tokio::sync::{Notify, Semaphore, watch};

/// Passwords hashed at once; each takes a core and 19 MiB.
const HASHING_MAX: usize = 2;
/// How long requests under way may take to end when the doors close.
const CLOSING: Duration = Duration::from_secs(10);

/// What the binary brings.
pub struct Config {
    /// The house.
    pub house: Arc<House>,
    /// The clock that facts are judged by; simulated in a demo.
    pub clock: Arc<dyn Clock>,
    /// The clock on the wall: sessions and locks go by it.
    pub wall: Arc<dyn Clock>,
    /// Chance.
    pub chance: Box<dyn Chance>,
    /// Certificate and key as PEM files: then HTTPS only.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// A proxy before this server speaks HTTPS with browsers: cookies are for HTTPS only, as when `tls` is given.
    pub behind_https: bool,
    /// When the clock is simulated and the people are invented: who may walk in.
    pub demo: Option<Demo>,
    /// Facts whose time is over are purged once a day.
    pub purges: bool,
    /// Where messages leave the house, if they do. Nothing leaves on a simulated clock.
    pub delivery: Option<delivery::Settings>,
    /// Makes PDFs; without it documents are given as DOCX only.
    pub typesetter: Option<Arc<dyn documents::Typesetter>>,
    /// The version of the program.
    pub version: &'static str,
}

/// A demonstration: invented people on a simulated clock, and accounts that the page of signing in offers to everybody.
#[derive(Clone, Debug, Default)]
pub struct Demo {
    /// The accounts, in the order in which they are offered.
    pub accounts: Vec<String>,
    /// The password of all of them. It is told to everybody.
    pub password: String,
}

/// Open doors: close them to let the writing thread end in order.
pub struct Running {
    /// What handlers hold.
    pub doors: Doors,
    stop: watch::Sender<bool>,
    writer: JoinHandle<()>,
    sweeper: tokio::task::JoinHandle<()>,
    deliverer: Option<tokio::task::JoinHandle<()>>,
}

impl Running {
    /// Stops sweeping and waits until everything that was taken is written. The router must be gone before.
    pub async fn close(self) {
        let _ = self.stop.send(true);
        let Running { doors, writer, sweeper, deliverer, .. } = self;
        let _ = sweeper.await;
        if let Some(deliverer) = deliverer {
            // One that is waiting for a mail server sends again later.
            let _ = tokio::time::timeout(CLOSING, deliverer).await;
        }
        drop(doors);
        // A connection that does not end keeps its doors, and with them the queue, open; what was taken is written all the
        // same, so nothing is lost by not waiting for it.
        let _ = tokio::time::timeout(CLOSING, tokio::task::spawn_blocking(move || writer.join())).await;
    }
}

/// Opens the doors: the router to serve, and what runs beside it. Call it inside of a runtime.
pub fn open(config: Config) -> io::Result<(Router, Running)> {
    let Config { house, clock, wall, chance, tls, behind_https, demo, purges, delivery, typesetter, version } =
        config;
    let chance = Arc::new(Mutex::new(chance));
    let (writer, thread) = Writer::start(house.clone(), clock.clone(), chance.clone())?;
    let sweeper = Sweeper {
        house: house.clone(),
        clock: clock.clone(),
        wall: wall.clone(),
        writer: writer.clone(),
        written: Arc::new(Notify::new()),
        purges,
    };
    let (stop, stopped) = watch::channel(false);
    let sweeping = tokio::spawn(sweeper.clone().run(stopped.clone()));
    // Nothing leaves on a simulated clock: its people are invented, and its reminders come in heaps.
    let deliverer = delivery.filter(|_| demo.is_none()).map(|settings| {
        let clocks = (clock.clone(), wall.clone());
        Deliverer::new(house.clone(), clocks, writer.clone(), settings, name_by_chance(&chance))
    });
    let doors = Doors(Arc::new(Inner {
        house,
        clock,
        wall,
        chance,
        writer,
        sweeper,
        deliverer,
        callers: Callers::default(),
        hashing: Semaphore::new(HASHING_MAX),
        demo,
        secure: tls.is_some() || behind_https,
        typesetter,
        version,
        book: RwLock::new(None),
    }));
    let delivering = doors.deliverer.clone().map(|d| tokio::spawn(d.run(doors.clone(), stopped)));
    let (routes, document) = api::router();
    let routes =
        routes.merge(web::routes(document)).method_not_allowed_fallback(|| async { Fault::WrongMethod });
    let router = routes.layer(DefaultBodyLimit::disable());
    let router = layers::around(router, &doors).with_state(doors.clone());
    Ok((router, Running { doors, stop, writer: thread, sweeper: sweeping, deliverer: delivering }))
}

/// By which this server is told from others at the same house.
fn name_by_chance(chance: &SharedChance) -> String {
    let mut bytes = [0; 8];
    chance.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill(&mut bytes);
    bytes.iter().fold(String::new(), |text, b| format!("{text}{b:02x}"))
}

/// Parts of an answer leave as they are written: otherwise the second part of a streamed file waits until the first was
/// acknowledged, 40 ms on many machines.
fn at_once() -> NoDelayAcceptor {
    NoDelayAcceptor::new()
}

/// Serves on a listener that the binary has bound, until `until` is done.
pub async fn serve(
    config: Config,
    listener: TcpListener,
    until: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let tls = config.tls.clone();
    let (router, running) = open(config)?;
    listener.set_nonblocking(true)?;
    let handle = Handle::new();
    let closing = handle.clone();
    let stopper = tokio::spawn(async move {
        until.await;
        closing.graceful_shutdown(Some(CLOSING));
    });
    let service = router.into_make_service();
    let served = match tls {
        None => {
            let server = axum_server::from_tcp(listener)?.acceptor(at_once());
            server.handle(handle).serve(service).await
        }
        Some((cert, key)) => {
            // Chosen here, so that no other provider comes in by a feature of some dependency.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let config = RustlsConfig::from_pem_file(cert, key).await?;
            let server = axum_server::from_tcp_rustls(listener, config)?.map(|tls| tls.acceptor(at_once()));
            server.handle(handle).serve(service).await
        }
    };
    stopper.abort();
    running.close().await;
    served
}
