//! `lianfang tls init`: a local certificate authority and a server certificate signed by it, for offices without a
//! certificate of their own; and the steps by which phones and desktops come to trust it.
//!
//! Not here: serving HTTPS (`serve`), and renewing by itself: the server certificate lasts 820 days because phones refuse
//! longer ones, the authority ten years; with `server.pem` and `server.key` moved away, running it again signs new ones
//! by the same authority.

use crate::{
    clock,
    exit::{Failure, INPUT, MACHINE},
};
use clap::{Args, Subcommand};
use facts::{Date, Label, Zone, time::add_days};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType, date_time_ymd,
};
use std::{
    io::Write,
    net::IpAddr,
    path::{Path, PathBuf},
};

/// Phones refuse server certificates that last longer than 825 days.
const SERVER_DAYS: i32 = 820;
const AUTHORITY_DAYS: i32 = 3650;

/// The files, in the order in which they are written.
const FILES: [&str; 4] = ["ca.key", "ca.pem", "server.key", "server.pem"];

/// What can be done about HTTPS.
#[derive(Subcommand)]
pub enum TlsCommand {
    /// 建立本地证书机构并签发服务器证书 · make a local authority and a server certificate
    Init(Init),
}

/// Where to, and for whom.
#[derive(Args)]
pub struct Init {
    /// 存放证书的文件夹 · folder for the certificates
    #[arg(long)]
    dir: PathBuf,
    /// 服务器的域名或 IP 地址，可重复 · name or address of the server; may be repeated
    #[arg(long = "name", required = true)]
    names: Vec<String>,
}

/// Runs it.
pub fn run(command: TlsCommand) -> Result<(), Failure> {
    let TlsCommand::Init(init) = command;
    let today = Zone::default().date_of(clock::now());
    let made = make(&init.dir, &init.names, today)?;
    tell(&init, made, today);
    Ok(())
}

/// What was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Made {
    /// Authority and server certificate.
    Both,
    /// A server certificate by the authority that was there.
    Server,
}

fn make(dir: &Path, names: &[String], today: Date) -> Result<Made, Failure> {
    std::fs::create_dir_all(dir).map_err(|e| Failure::file(dir, &e))?;
    let there: Vec<bool> = FILES.iter().map(|file| dir.join(file).exists()).collect();
    let made = match there.as_slice() {
        [false, false, false, false] => Made::Both,
        [true, true, false, false] => Made::Server,
        _ => return Err(exists(dir)),
    };
    let key = match made {
        Made::Both => KeyPair::generate().map_err(|e| refused(&e))?,
        Made::Server => {
            let path = dir.join(FILES[0]);
            let text = std::fs::read_to_string(&path).map_err(|e| Failure::file(&path, &e))?;
            KeyPair::from_pem(&text).map_err(|e| refused(&e))?
        }
    };
    let params = authority(names, today)?;
    if made == Made::Both {
        let certificate = params.self_signed(&key).map_err(|e| refused(&e))?;
        write(&dir.join(FILES[0]), &key.serialize_pem())?;
        write(&dir.join(FILES[1]), &certificate.pem())?;
    }
    let server_key = KeyPair::generate().map_err(|e| refused(&e))?;
    let issuer = Issuer::from_params(&params, &key);
    let certificate = server(names, today)?.signed_by(&server_key, &issuer).map_err(|e| refused(&e))?;
    let path = dir.join(FILES[1]);
    let authority = std::fs::read_to_string(&path).map_err(|e| Failure::file(&path, &e))?;
    write(&dir.join(FILES[2]), &server_key.serialize_pem())?;
    write(&dir.join(FILES[3]), &format!("{}{authority}", certificate.pem()))?;
    Ok(made)
}

/// The authority may sign for these names only: who steals its key cannot pretend to be anybody else.
fn authority(names: &[String], today: Date) -> Result<CertificateParams, Failure> {
    let mut params = CertificateParams::new(Vec::new()).map_err(|e| refused(&e))?;
    params.distinguished_name = named("lianfang local authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let permitted_subtrees = subject_names(names)?
        .into_iter()
        .filter_map(|name| match name {
            SanType::IpAddress(ip) => {
                let bits = if ip.is_ipv4() { 32 } else { 128 };
                Some(GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(ip, bits)))
            }
            SanType::DnsName(name) => {
                Some(GeneralSubtree::DnsName(name.as_str().trim_start_matches("*.").to_owned()))
            }
            _ => None,
        })
        .collect();
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    lasts(&mut params, today, AUTHORITY_DAYS);
    Ok(params)
}

fn server(names: &[String], today: Date) -> Result<CertificateParams, Failure> {
    let mut params = CertificateParams::new(Vec::new()).map_err(|e| refused(&e))?;
    params.subject_alt_names = subject_names(names)?;
    params.distinguished_name = named("lianfang server");
    params.is_ca = IsCa::ExplicitNoCa;
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    lasts(&mut params, today, SERVER_DAYS);
    Ok(params)
}

fn named(name: &str) -> DistinguishedName {
    let mut words = DistinguishedName::new();
    words.push(DnType::CommonName, name);
    words
}

/// From yesterday, so that a phone whose clock is a little behind accepts it at once.
fn lasts(params: &mut CertificateParams, today: Date, days: i32) {
    let at = |date: Date| {
        let (month, day) = (u8::try_from(date.month()).unwrap_or(1), u8::try_from(date.day()).unwrap_or(1));
        date_time_ymd(i32::from(date.year()), month, day)
    };
    params.not_before = at(add_days(today, -1));
    params.not_after = at(add_days(today, days));
}

fn subject_names(names: &[String]) -> Result<Vec<SanType>, Failure> {
    names
        .iter()
        .map(|name| match name.parse::<IpAddr>() {
            Ok(ip) => Ok(SanType::IpAddress(ip)),
            Err(_) if is_host(name) => {
                name.as_str().try_into().map(SanType::DnsName).map_err(|e| refused(&e))
            }
            Err(_) => Err(no_host(name)),
        })
        .collect()
}

/// Labels of letters, digits and hyphens; the first may be a star.
fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        let plain = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        plain && !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    name.len() <= 253 && name.strip_prefix("*.").unwrap_or(name).split('.').all(label)
}

/// Never over a file that is there; keys and certificates alike are for their owner only.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|e| Failure::file(path, &e))?;
    file.write_all(text.as_bytes()).map_err(|e| Failure::file(path, &e))
}

fn tell(init: &Init, made: Made, today: Date) {
    let (dir, until) = (init.dir.display(), add_days(today, SERVER_DAYS));
    let names = init.names.join(", ");
    let name = init.names.first().map_or("", String::as_str);
    if made == Made::Both {
        println!("已建立本地证书机构 {dir}/ca.pem · made a local authority");
    }
    println!(
        "已签发服务器证书 {dir}/server.pem，用于 {names}，有效至 {until} · signed a server certificate

启动 · start
  lianfang serve --cert {dir}/server.pem --tls-key {dir}/server.key

让手机和电脑信任（只安装 ca.pem，切勿分发 *.key）
  Windows   双击 ca.pem（改名为 ca.crt）→ 安装证书 → 本地计算机 → 受信任的根证书颁发机构
  macOS     双击 ca.pem 加入“系统”钥匙串 → 打开它 → 信任 → 始终信任
  安卓      设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书 → 选择 ca.pem
  iPhone    用隔空投送或邮件打开 ca.pem → 设置 → 已下载描述文件 → 安装；
            再到 设置 → 通用 → 关于本机 → 证书信任设置 → 打开该证书
  Linux     复制为 /usr/local/share/ca-certificates/lianfang.crt 后运行 update-ca-certificates
  然后访问 https://{name}/，地址栏不应再有警告。

To be trusted by phones and desktops (install ca.pem only; never hand out a *.key)
  Windows   rename ca.pem to ca.crt, open it → Install → Local Machine → Trusted Root Certification Authorities
  macOS     open ca.pem into the System keychain → open it there → Trust → Always Trust
  Android   Settings → Security → Encryption & credentials → Install a certificate → CA certificate → ca.pem
  iPhone    open ca.pem by AirDrop or mail → Settings → Profile Downloaded → Install; then
            Settings → General → About → Certificate Trust Settings → switch it on
  Linux     copy to /usr/local/share/ca-certificates/lianfang.crt and run update-ca-certificates
  Then open https://{name}/: there is no warning any more.

ca.key 请离线另存并从本机删除；只有换发证书时才需要。
Keep ca.key offline and remove it from this machine; it is needed again only for a new server certificate."
    );
}

fn exists(dir: &Path) -> Failure {
    let dir = dir.display();
    Failure::new(
        INPUT,
        Label::new(
            format!("{dir} 中已有证书文件，不会覆盖"),
            format!("{dir} holds certificate files already; nothing is overwritten"),
        ),
        Label::new(
            "请换一个文件夹；若要换发服务器证书，请先移走 server.pem 和 server.key，保留 ca.pem 和 ca.key",
            "name another folder; for a new server certificate move server.pem and server.key away and leave ca.pem and ca.key",
        ),
    )
}

fn no_host(name: &str) -> Failure {
    Failure::new(
        INPUT,
        Label::new(
            format!("“{name}”不是域名或 IP 地址"),
            format!("{name:?} is neither a host name nor an address"),
        ),
        Label::new("例如 lianfang.local 或 192.168.1.10", "for example lianfang.local or 192.168.1.10"),
    )
}

fn refused(problem: &rcgen::Error) -> Failure {
    Failure::new(
        MACHINE,
        Label::new(format!("无法生成证书：{problem}"), format!("the certificate cannot be made: {problem}")),
        Label::new("请检查 --name 和文件夹中的 ca.key", "check --name and the ca.key of the folder"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::{
        RootCertStore,
        client::{WebPkiServerVerifier, danger::ServerCertVerifier},
        pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
    };
    use std::{sync::Arc, time::Duration};

    const TODAY: Date = facts::time::Date::constant(2026, 9, 12);

    /// True when a client that trusts the folder's authority accepts its server under this name on this day.
    fn accepts(dir: &Path, name: &str, day: Date) -> bool {
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(dir.join("server.pem"))
            .expect("a file")
            .collect::<Result<_, _>>()
            .expect("certificates");
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(dir.join("ca.pem")).expect("a certificate")).expect("a root");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().expect("builds");
        let seconds = u64::try_from(Zone::default().start_of(day).0 / 1_000_000).expect("after 1970");
        let now = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        verifier.verify_server_cert(&chain[0], &chain[1..], &name, &[], now).is_ok()
    }

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn a_client_that_trusts_the_authority_accepts_the_server() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(
            make(dir.path(), &names(&["lianfang.local", "192.168.1.10"]), TODAY).ok(),
            Some(Made::Both)
        );
        assert!(accepts(dir.path(), "lianfang.local", TODAY));
        assert!(accepts(dir.path(), "192.168.1.10", TODAY));
        assert!(!accepts(dir.path(), "example.org", TODAY));
        assert!(!accepts(dir.path(), "lianfang.local", add_days(TODAY, SERVER_DAYS + 1)));
    }

    #[test]
    fn nothing_is_overwritten_and_the_authority_signs_again() {
        let dir = tempfile::tempdir().expect("a folder");
        make(dir.path(), &names(&["a.local"]), TODAY).expect("made");
        let authority = std::fs::read(dir.path().join("ca.pem")).expect("a file");
        assert!(make(dir.path(), &names(&["a.local"]), TODAY).is_err());
        for file in ["server.pem", "server.key"] {
            std::fs::remove_file(dir.path().join(file)).expect("removed");
        }
        assert_eq!(make(dir.path(), &names(&["a.local"]), add_days(TODAY, 800)).ok(), Some(Made::Server));
        assert_eq!(std::fs::read(dir.path().join("ca.pem")).expect("a file"), authority);
        assert!(accepts(dir.path(), "a.local", add_days(TODAY, 800)));
        // The authority was made for this name only.
        std::fs::remove_file(dir.path().join("server.pem")).expect("removed");
        std::fs::remove_file(dir.path().join("server.key")).expect("removed");
        make(dir.path(), &names(&["bank.example"]), TODAY).expect("made");
        assert!(!accepts(dir.path(), "bank.example", TODAY));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_keys() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a folder");
        make(dir.path(), &names(&["::1"]), TODAY).expect("made");
        for file in FILES {
            let mode = std::fs::metadata(dir.path().join(file)).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for wrong in ["", "a b", "http://a", "a_b", "-a", "王.cn", "a..b"] {
            assert!(!is_host(wrong) && subject_names(&names(&[wrong])).is_err(), "{wrong:?}");
        }
        assert!(is_host("*.lianfang.local") && is_host("localhost"));
    }
}
