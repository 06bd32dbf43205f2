//! Mail: one letter to one address, over SMTP.

use super::{Trouble, letter::Letter};
use facts::Instant;
use lettre::{
    Address, Message, SmtpTransport, Transport,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, CertificateStore, Tls, TlsParameters},
        extension::ClientId,
    },
};
use std::time::{Duration, UNIX_EPOCH};

/// How long the mail server may take for one step.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The mail server.
#[derive(Clone)]
pub struct Settings {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others.
    pub security: Security,
    /// Account and password there, if it asks for them.
    pub login: Option<(String, String)>,
    /// From whom mails come.
    pub from: String,
    /// Authorities that are trusted for its certificate, DER; none: those of the system.
    pub authorities: Vec<Vec<u8>>,
}

/// How the connection is kept from others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Security {
    /// TLS from the first byte (port 465).
    Tls,
    /// TLS after a plain greeting; without it nothing is sent (port 587).
    StartTls,
    /// None: for a mail server on the same machine only.
    None,
}

/// True for an address that mail can be sent to.
pub fn is_address(text: &str) -> bool {
    text.len() <= 200 && text.parse::<Address>().is_ok()
}

/// True for an address with or without a name before it, from which mail can come.
pub fn is_sender(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// Sends a letter.
pub fn send(settings: &Settings, to: &str, letter: &Letter, now: Instant) -> Result<(), Trouble> {
    let mail = message(settings, to, letter, now)?;
    let sent = transport(settings)?.send(&mail);
    sent.map(|_| ()).map_err(|problem| match problem.status() {
        Some(status) => Trouble::refused(problem.is_permanent(), format!("{status}: {problem}")),
        None if problem.is_client() => Trouble::unfit(problem),
        None => Trouble::unreachable(chain(&problem)),
    })
}

fn message(settings: &Settings, to: &str, letter: &Letter, now: Instant) -> Result<Message, Trouble> {
    let address = |text: &str| text.parse::<Mailbox>().map_err(|_| Trouble::unfit("this is no mail address"));
    let from = address(&settings.from)?;
    let micros = u64::try_from(now.0).unwrap_or(0);
    let id = format!("<{}@{}>", letter.id, from.email.domain());
    Message::builder()
        .from(from)
        .to(address(to)?)
        .subject(format!("【联防】{}：{}", letter.says.zh, letter.title.zh))
        .date(UNIX_EPOCH + Duration::from_micros(micros))
        .message_id(Some(id))
        .header(ContentType::TEXT_PLAIN)
        .body(text(letter))
        .map_err(Trouble::unfit)
}

fn text(letter: &Letter) -> String {
    let org = letter.org_name.as_deref().or(letter.org.as_deref()).unwrap_or("（责任未落实 gap）");
    let due = letter.due_words.as_ref().map(|due| format!("截止 {due} due\n")).unwrap_or_default();
    format!(
        "{} · {}\n{} · {}\n{org} · {} {}\n{due}\n请登录查看 · sign in to see it:\n{}\n",
        letter.says.zh,
        letter.says.en,
        letter.title.zh,
        letter.title.en,
        letter.role_title.zh,
        letter.role_title.en,
        letter.link
    )
}

fn transport(settings: &Settings) -> Result<SmtpTransport, Trouble> {
    let tls = match settings.security {
        Security::None => Tls::None,
        Security::Tls => Tls::Wrapper(parameters(settings)?),
        Security::StartTls => Tls::Required(parameters(settings)?),
    };
    let mut builder = SmtpTransport::builder_dangerous(settings.host.as_str())
        .port(settings.port)
        .tls(tls)
        .timeout(Some(TIMEOUT))
        .hello_name(ClientId::Domain("lianfang".to_owned()));
    if let Some((user, password)) = &settings.login {
        builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(builder.build())
}

fn parameters(settings: &Settings) -> Result<TlsParameters, Trouble> {
    let own = !settings.authorities.is_empty();
    let store = if own { CertificateStore::None } else { CertificateStore::Default };
    let mut builder = TlsParameters::builder(settings.host.clone()).certificate_store(store);
    for authority in &settings.authorities {
        // One of a system's bundle that cannot be read is no reason to trust none.
        if let Ok(certificate) = Certificate::from_der(authority.clone()) {
            builder = builder.add_root_certificate(certificate);
        }
    }
    builder.build_rustls().map_err(Trouble::unreachable)
}

/// A problem with all that is behind it, in one line.
fn chain(problem: &dyn std::error::Error) -> String {
    let mut said = problem.to_string();
    let mut source = problem.source();
    while let Some(behind) = source {
        said = format!("{said}: {behind}");
        source = behind.source();
    }
    said
}
