//! `lianfang serve`: opens a house and serves it until it is stopped.

use crate::{
    clock,
    config::Place,
    exit::{Failure, MACHINE, STORE},
};
use clap::Args;
use facts::{Instant, Label};
use intake::House;
use server::{Clock, Config, Demo, SimulatedClock, accounts};
use std::{
    net::TcpListener,
    path::PathBuf,
    sync::{Arc, mpsc},
    thread::JoinHandle,
};

/// Where to listen, and with which certificate.
#[derive(Args, Clone)]
pub struct Listen {
    /// 监听地址 · address to listen on
    #[arg(long, env = "LIANFANG_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// HTTPS 证书（PEM） · certificate for HTTPS
    #[arg(long, env = "LIANFANG_CERT", requires = "tls_key")]
    pub cert: Option<PathBuf>,
    /// HTTPS 私钥（PEM） · its private key
    #[arg(long, env = "LIANFANG_CERT_KEY", requires = "cert")]
    pub tls_key: Option<PathBuf>,
    /// 会话 Cookie 只走 HTTPS：前面有代理代为提供 HTTPS 时使用，此后用 http:// 打开将无法保持登录
    /// · the session cookie for HTTPS only: when a proxy in front speaks HTTPS; over http:// nobody stays signed in then
    #[arg(long, env = "LIANFANG_SECURE_COOKIE")]
    pub secure_cookie: bool,
    /// 消息投递设置（TOML） · settings of mail and webhooks for messages
    #[arg(long, env = "LIANFANG_DELIVERY")]
    pub delivery: Option<PathBuf>,
    /// 字体文件夹：先于系统字体使用，用于 PDF · folder of fonts for PDFs, before those of the system
    #[arg(long, env = "LIANFANG_FONTS")]
    pub fonts: Option<PathBuf>,
    /// 不做每日到期清除（由 lianfang purge 执行） · no daily purge (left to lianfang purge)
    #[arg(long, env = "LIANFANG_NO_PURGE")]
    pub no_purge: bool,
}

impl Listen {
    /// Plain HTTP.
    pub fn plain(listen: &str) -> Self {
        Listen {
            listen: listen.to_owned(),
            cert: None,
            tls_key: None,
            secure_cookie: false,
            delivery: None,
            fonts: None,
            no_purge: true,
        }
    }
}

/// A server that runs on a thread of its own.
pub struct Running {
    /// Its address, as `http://127.0.0.1:8080`.
    pub address: String,
    stop: tokio::sync::oneshot::Sender<()>,
    thread: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Waits until it is interrupted.
    pub fn wait(self) -> Result<(), Failure> {
        let Running { stop, thread, .. } = self;
        let ended = thread.join();
        drop(stop);
        finish(ended)
    }

    /// Stops it in order.
    pub fn stop(self) -> Result<(), Failure> {
        let _ = self.stop.send(());
        finish(self.thread.join())
    }
}

/// Serves until interrupted.
pub fn run(place: &Place, listen: &Listen) -> Result<(), Failure> {
    let house = place.house()?;
    let running = start(house, listen, None)?;
    println!("{}", running.address);
    running.wait()
}

/// Starts serving; with a simulated clock that stands at the given time as a demonstration, if given.
pub fn start(house: House, listen: &Listen, simulated: Option<(Instant, Demo)>) -> Result<Running, Failure> {
    let listener = TcpListener::bind(&listen.listen).map_err(|e| no_port(&listen.listen, &e))?;
    let port = listener.local_addr().map(|a| a.to_string()).unwrap_or_else(|_| listen.listen.clone());
    let tls = listen.cert.clone().zip(listen.tls_key.clone());
    let scheme = if tls.is_some() { "https" } else { "http" };
    let clock: Arc<dyn Clock> = match &simulated {
        Some((at, _)) => Arc::new(SimulatedClock::at(*at)),
        None => Arc::new(Wall),
    };
    let delivery = listen.delivery.as_deref().map(crate::delivery::read).transpose()?;
    let config = Config {
        house: Arc::new(house),
        clock,
        wall: Arc::new(Wall),
        chance: Box::new(clock::Random),
        tls,
        behind_https: listen.secure_cookie,
        demo: simulated.map(|(_, demo)| demo),
        purges: !listen.no_purge,
        delivery,
        typesetter: typesetter(listen),
        version: env!("CARGO_PKG_VERSION"),
    };
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let (started, ready) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let _ = started.send(());
        runtime.block_on(server::serve(config, listener, until_stopped(stopped)))
    });
    let _ = ready.recv();
    Ok(Running { address: format!("{scheme}://{port}"), stop, thread })
}

#[cfg(feature = "pdf")]
#[allow(clippy::unnecessary_wraps, reason = "a build without the feature has none")]
fn typesetter(listen: &Listen) -> Option<Arc<dyn documents::Typesetter>> {
    Some(Arc::new(documents::pdf::Printer::new(listen.fonts.clone())))
}

#[cfg(not(feature = "pdf"))]
fn typesetter(listen: &Listen) -> Option<Arc<dyn documents::Typesetter>> {
    if listen.fonts.is_some() {
        let said = Label::new(
            "本程序未含 PDF 排版，--fonts 不起作用",
            "this build makes no PDFs; --fonts does nothing",
        );
        crate::lang::each().into_iter().for_each(|lang| eprintln!("{}", lang.of(&said)));
    }
    None
}

/// Until an interrupt, a termination, or the word from inside.
async fn until_stopped(stopped: tokio::sync::oneshot::Receiver<()>) {
    let inside = async {
        // A dropped sender is no word: the server then runs until it is interrupted.
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted() => {}
        () = inside => {}
    }
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    drop(tokio::signal::ctrl_c().await);
}

/// Makes an account with a password, on the machine of the store.
pub fn make_account(house: &House, name: &str, title: &str, password: &str) -> Result<(), Failure> {
    Ok(accounts::create(house, name, title, password, &mut clock::Random)?)
}

struct Wall;

impl Clock for Wall {
    fn now(&self) -> Instant {
        clock::now()
    }
}

fn finish(ended: std::thread::Result<std::io::Result<()>>) -> Result<(), Failure> {
    match ended {
        Ok(Ok(())) => Ok(()),
        Ok(Err(problem)) => Err(Failure::new(
            MACHINE,
            Label::new(format!("服务中止：{problem}"), format!("the server ended: {problem}")),
            Label::new("请检查证书文件和端口", "check certificate files and the port"),
        )),
        Err(_) => Err(Failure::new(
            STORE,
            Label::new("服务异常中止", "the server broke off"),
            Label::new("请查看上面的日志", "see the log above"),
        )),
    }
}

fn no_port(address: &str, problem: &std::io::Error) -> Failure {
    Failure::new(
        MACHINE,
        Label::new(
            format!("无法监听 {address}：{problem}"),
            format!("cannot listen on {address}: {problem}"),
        ),
        Label::new("请换一个端口（--listen）", "choose another port with --listen"),
    )
}
