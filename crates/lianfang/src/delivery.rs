//! Where messages go: a file that the operator writes, read once at the start.
//!
//! Not here: the sending (`server::delivery`). Secrets are in files of their own, so that this one can be shown.

use crate::{
    door::SYSTEM_AUTHORITIES,
    exit::{Failure, INPUT},
};
use facts::{Label, Name};
use serde::Deserialize;
use server::delivery::{Settings, hook, mail};
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Under which address people reach this server.
    link: String,
    mail: Option<WrittenMail>,
    #[serde(default)]
    webhook: Vec<WrittenHook>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMail {
    host: String,
    port: u16,
    security: WrittenSecurity,
    from: String,
    user: Option<String>,
    password_file: Option<PathBuf>,
    ca: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenSecurity {
    Tls,
    StartTls,
    None,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHook {
    name: String,
    url: String,
    secret_file: PathBuf,
    #[serde(default)]
    roles: Vec<Name>,
    ca: Option<PathBuf>,
}

/// Fewest characters of a shared secret.
const SECRET_CHARS_MIN: usize = 16;

/// Reads the file.
pub fn read(path: &Path) -> Result<Settings, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
    let written: Written = toml::from_str(&text).map_err(|e| wrong(path, &e.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mail = written.mail.map(|mail| of_mail(path, folder, mail)).transpose()?;
    let hooks =
        written.webhook.into_iter().map(|hook| of_hook(path, folder, hook)).collect::<Result<_, _>>()?;
    Ok(Settings { link: written.link, mail, hooks })
}

fn of_mail(path: &Path, folder: &Path, mail: WrittenMail) -> Result<mail::Settings, Failure> {
    let password = mail.password_file.map(|file| secret(&folder.join(file))).transpose()?;
    let security = match mail.security {
        WrittenSecurity::Tls => mail::Security::Tls,
        WrittenSecurity::StartTls => mail::Security::StartTls,
        WrittenSecurity::None => mail::Security::None,
    };
    if security == mail::Security::None && !is_here(&mail.host) {
        return Err(wrong(path, "security = \"none\" is for a mail server on this machine (127.0.0.1)"));
    }
    if !mail::is_sender(&mail.from) {
        return Err(wrong(path, "mail.from is no mail address"));
    }
    Ok(mail::Settings {
        host: mail.host,
        port: mail.port,
        security,
        login: mail.user.zip(password),
        from: mail.from,
        authorities: mail.ca.map(|ca| authorities(&folder.join(ca))).transpose()?.unwrap_or_default(),
    })
}

fn of_hook(path: &Path, folder: &Path, hook: WrittenHook) -> Result<hook::Settings, Failure> {
    let https = hook.url.starts_with("https://");
    let host = hook.url.trim_start_matches("http://").split(['/', ':']).next().unwrap_or_default();
    if !https && !(hook.url.starts_with("http://") && is_here(host)) {
        return Err(wrong(path, "a webhook needs https://, or http:// on this machine (127.0.0.1)"));
    }
    let secret = secret(&folder.join(hook.secret_file))?;
    if secret.chars().count() < SECRET_CHARS_MIN {
        return Err(wrong(path, "the secret of a webhook has at least 16 characters"));
    }
    let system = || SYSTEM_AUTHORITIES.map(PathBuf::from).into_iter().find(|p| p.exists());
    let ca = hook.ca.map(|ca| folder.join(ca)).or_else(system).filter(|_| https);
    Ok(hook::Settings {
        name: hook.name,
        url: hook.url,
        secret: secret.into_bytes(),
        roles: hook.roles,
        authorities: ca.map(|ca| authorities(&ca)).transpose()?.unwrap_or_default(),
    })
}

fn is_here(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "localhost" | "::1")
}

/// The first line of a file.
fn secret(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
    Ok(text.lines().next().unwrap_or_default().trim().to_owned())
}

/// The certificates of a PEM file, DER.
fn authorities(path: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let text = std::fs::read(path).map_err(|e| Failure::file(path, &e))?;
    let items = ureq::tls::parse_pem(&text).filter_map(Result::ok);
    Ok(items
        .filter_map(|item| match item {
            ureq::tls::PemItem::Certificate(found) => Some(found.der().to_vec()),
            _ => None,
        })
        .collect())
}

fn wrong(path: &Path, said: &str) -> Failure {
    let path = path.display();
    Failure::new(
        INPUT,
        Label::new(format!("{path}：{said}"), format!("{path}: {said}")),
        Label::new("参见 docs/operating.md“消息投递”", "see docs/operating.md, Delivery"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        link = "https://lf.example.cn"
        [mail]
        host = "smtp.example.cn"
        port = 465
        security = "tls"
        from = "联防 <duty@example.cn>"
        user = "duty"
        password_file = "mail.secret"
        [[webhook]]
        name = "desk"
        url = "http://127.0.0.1:9/in"
        secret_file = "hook.secret"
        roles = ["township_head"]
    "#;

    fn read_text(text: &str) -> Result<Settings, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("writes");
        write("delivery.toml", text);
        write("mail.secret", "geheim\n");
        write("hook.secret", "0123456789abcdef\n");
        write("short.secret", "kurz\n");
        read(&folder.path().join("delivery.toml")).map_err(|f| f.says.en.to_string())
    }

    #[test]
    fn secrets_are_read_from_their_files() {
        let settings = read_text(WHOLE).expect("reads");
        let mail = settings.mail.expect("mail");
        assert_eq!((mail.port, mail.login), (465, Some(("duty".into(), "geheim".into()))));
        assert_eq!(settings.hooks[0].secret, b"0123456789abcdef");
        assert!(settings.hooks[0].wants(&"township_head".into()) && !settings.hooks[0].wants(&"x".into()));
    }

    #[test]
    fn what_would_be_unsafe_is_refused() {
        for (from, to, said) in [
            ("security = \"tls\"", "security = \"none\"", "on this machine"),
            ("http://127.0.0.1:9/in", "http://example.cn/in", "needs https"),
            ("hook.secret", "short.secret", "16 characters"),
            ("联防 <duty@example.cn>", "nobody", "no mail address"),
            ("port = 465", "prot = 465", "prot"),
        ] {
            let found = read_text(&WHOLE.replace(from, to)).map(|_| ());
            assert!(found.as_ref().is_err_and(|e| e.contains(said)), "{to}: {found:?}");
        }
    }
}
