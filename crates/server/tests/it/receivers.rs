//! The other side of delivery: a mail server and a webhook on loopback that keep what they get.

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, mpsc},
    thread,
};

/// A mail as it came: to whom, and its text.
#[derive(Clone, Debug)]
pub struct Mail {
    pub to: String,
    pub text: String,
}

impl Mail {
    /// The body, decoded: the sender takes base64 or quoted-printable, whichever is shorter.
    pub fn body(&self) -> String {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let (_, body) = self.text.split_once("\r\n\r\n").expect("a body");
        if self.header("Content-Transfer-Encoding") == "base64" {
            let packed: String = body.split_whitespace().collect();
            return String::from_utf8(STANDARD.decode(packed).expect("base64")).expect("UTF-8");
        }
        let mut parts = body.split('=');
        let mut bytes = parts.next().expect("a part").as_bytes().to_vec();
        for part in parts {
            let (code, rest) = part.split_at(2);
            if code != "\r\n" {
                bytes.push(u8::from_str_radix(code, 16).expect("two digits"));
            }
            bytes.extend(rest.as_bytes());
        }
        String::from_utf8(bytes).expect("UTF-8")
    }

    pub fn header(&self, name: &str) -> String {
        let line = self.text.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {}", self.text)).to_owned()
    }
}

/// Speaks as much SMTP as a sender needs. Addresses that begin with `nobody` are refused.
pub struct MailServer {
    pub port: u16,
    pub mails: mpsc::Receiver<Mail>,
}

impl MailServer {
    /// With a certificate and key as PEM: TLS from the first byte.
    pub fn start(tls: Option<(&str, &str)>) -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let config = tls.map(|(certificate, key)| Arc::new(config(certificate, key)));
        let (keep, mails) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (keep, config) = (keep.clone(), config.clone());
                thread::spawn(move || match config {
                    None => talk(stream, &keep),
                    Some(config) => {
                        let connection = ServerConnection::new(config).expect("a connection");
                        talk(StreamOwned::new(connection, stream), &keep);
                    }
                });
            }
        });
        MailServer { port, mails }
    }
}

fn config(certificate: &str, key: &str) -> ServerConfig {
    let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    builder
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a config")
}

fn talk(stream: impl Read + Write, keep: &mpsc::Sender<Mail>) {
    let mut stream = BufReader::new(stream);
    let (mut to, mut line) = (String::new(), String::new());
    let say = |stream: &mut BufReader<_>, text: &str| -> bool {
        let out: &mut dyn Write = BufReader::get_mut(stream);
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_ok()
    };
    if !say(&mut stream, "220 here\r\n") {
        return;
    }
    loop {
        line.clear();
        if stream.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let upper = line.to_ascii_uppercase();
        let answer = if upper.starts_with("EHLO") {
            "250-here\r\n250 8BITMIME\r\n"
        } else if upper.starts_with("RCPT TO:") {
            to = line["RCPT TO:".len()..].trim().trim_matches(['<', '>']).to_owned();
            if to.starts_with("nobody") { "550 no such mailbox\r\n" } else { "250 ok\r\n" }
        } else if upper.starts_with("DATA") {
            "354 go on\r\n"
        } else if upper.starts_with("QUIT") {
            "221 bye\r\n"
        } else {
            "250 ok\r\n"
        };
        if !say(&mut stream, answer) {
            return;
        }
        if answer.starts_with("354") {
            let mut text = String::new();
            loop {
                line.clear();
                if stream.read_line(&mut line).unwrap_or(0) == 0 || line == ".\r\n" {
                    break;
                }
                text += &line;
            }
            let _ = keep.send(Mail { to: to.clone(), text });
            if !say(&mut stream, "250 taken\r\n") {
                return;
            }
        }
    }
}

/// A call as it came.
#[derive(Clone, Debug)]
pub struct Call {
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Call {
    pub fn header(&self, name: &str) -> String {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.unwrap_or_else(|| panic!("no {name} in {:?}", self.headers)).1.clone()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// Answers with the statuses that it was told, then with 204.
pub struct Hook {
    pub url: String,
    pub calls: mpsc::Receiver<Call>,
    pub statuses: Arc<Mutex<Vec<u16>>>,
}

impl Hook {
    pub fn start(statuses: &[u16]) -> Hook {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/in", listener.local_addr().expect("an address"));
        let statuses = Arc::new(Mutex::new(statuses.to_vec()));
        let (keep, calls) = mpsc::channel();
        let queue = statuses.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if let Some(call) = read_call(&stream) {
                    let mut queue = queue.lock().expect("a lock");
                    let status = if queue.is_empty() { 204 } else { queue.remove(0) };
                    let _ = keep.send(call);
                    let text =
                        format!("HTTP/1.1 {status} so\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                    let _ = (&stream).write_all(text.as_bytes());
                }
            }
        });
        Hook { url, calls, statuses }
    }
}

fn read_call(stream: &TcpStream) -> Option<Call> {
    let mut stream = BufReader::new(stream);
    let (mut headers, mut line) = (Vec::new(), String::new());
    stream.read_line(&mut line).ok()?;
    loop {
        line.clear();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(Call { headers, body })
}
