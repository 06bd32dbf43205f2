//! TLS to PostgreSQL, as the URL asks for it: `sslmode` and `sslrootcert`, with the meaning that they have elsewhere.
//!
//! | `sslmode` | encrypted | certificate | name of the host |
//! |---|---|---|---|
//! | `disable` (also when nothing is said) | no | | |
//! | `require` | yes | any; checked when `sslrootcert` is given | any |
//! | `verify-ca` | yes | checked | any |
//! | `verify-full` | yes | checked | checked |
//!
//! `prefer` and `allow` are refused: whoever stands between could turn them off.

use crate::seam::{Error, Result};
use rustls::{
    ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use std::{path::Path, sync::Arc};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Where systems keep the authorities that they trust.
const SYSTEM_AUTHORITIES: [&str; 3] =
    ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/// The URL without what it says of TLS that the driver does not know, and how to connect; `None` is without TLS.
pub(super) fn of_url(url: &str) -> Result<(String, Option<MakeRustlsConnect>)> {
    let (plain, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut root, mut rest) = (None, None, Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = Some(value.to_owned()),
            Some(("sslrootcert", value)) => root = Some(decoded(value)),
            _ => rest.push(pair),
        }
    }
    let tls = match mode.as_deref().unwrap_or("disable") {
        "disable" => None,
        "require" => Some(connector(if root.is_some() { Check::Authority } else { Check::Nothing }, root)?),
        "verify-ca" => Some(connector(Check::Authority, root)?),
        "verify-full" => Some(connector(Check::AuthorityAndName, root)?),
        other => {
            return Err(wrong(format!(
                "sslmode={other} is none of disable, require, verify-ca, verify-full"
            )));
        }
    };
    rest.push(if tls.is_some() { "sslmode=require" } else { "sslmode=disable" });
    Ok((format!("{plain}?{}", rest.join("&")), tls))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Check {
    Nothing,
    Authority,
    AuthorityAndName,
}

fn connector(check: Check, root: Option<String>) -> Result<MakeRustlsConnect> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|e| wrong(e.to_string()))?;
    let config = if check == Check::AuthorityAndName {
        builder.with_root_certificates(authorities(root)?).with_no_client_auth()
    } else {
        let inner = match check {
            Check::Authority => {
                let roots = Arc::new(authorities(root)?);
                let made = WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).build();
                Some(made.map_err(|e| wrong(e.to_string()))?)
            }
            _ => None,
        };
        let verifier = AnyName { provider, authority: inner };
        builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth()
    };
    Ok(MakeRustlsConnect::new(config))
}

/// The authorities of a PEM file, else those of the system.
fn authorities(root: Option<String>) -> Result<RootCertStore> {
    let system = || SYSTEM_AUTHORITIES.into_iter().find(|path| Path::new(path).exists()).map(str::to_owned);
    let own = root.filter(|path| path != "system");
    let path = own
        .or_else(system)
        .ok_or_else(|| wrong("there is no authority to trust; name one with sslrootcert".into()))?;
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(&path).map_err(|e| wrong(format!("{path}: {e}")))?;
    roots.add_parsable_certificates(certificates.flatten());
    if roots.is_empty() {
        return Err(wrong(format!("{path} holds no certificate")));
    }
    Ok(roots)
}

/// Takes any name, and any certificate where no authority is asked. What the other side signs is always checked.
#[derive(Debug)]
struct AnyName {
    provider: Arc<CryptoProvider>,
    authority: Option<Arc<WebPkiServerVerifier>>,
}

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        use rustls::CertificateError::{NotValidForName, NotValidForNameContext};
        let Some(authority) = &self.authority else { return Ok(ServerCertVerified::assertion()) };
        match authority.verify_server_cert(certificate, between, name, ocsp, now) {
            // The name is looked at last, after everything else was found right.
            Err(rustls::Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. })) => {
                Ok(ServerCertVerified::assertion())
            }
            found => found,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut n = 0;
    while let Some(byte) = bytes.get(n) {
        let hex = bytes.get(n + 1..n + 3).and_then(|two| std::str::from_utf8(two).ok());
        match hex.filter(|_| *byte == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(value) => {
                out.push(value);
                n += 3;
            }
            None => {
                out.push(*byte);
                n += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn wrong(said: String) -> Error {
    Error { doing: "open the store", said, again: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_driver_sees_what_it_knows() {
        let plain = |url: &str| of_url(url).map(|(url, tls)| (url, tls.is_some())).map_err(|e| e.said);
        let base = "postgres://u:p@host/db";
        assert_eq!(plain(base), Ok((format!("{base}?sslmode=disable"), false)));
        assert_eq!(
            plain(&format!("{base}?connect_timeout=3&sslmode=require")),
            Ok((format!("{base}?connect_timeout=3&sslmode=require"), true))
        );
        for mode in ["prefer", "allow", "yes"] {
            assert!(
                plain(&format!("{base}?sslmode={mode}")).is_err_and(|said| said.contains(mode)),
                "{mode}"
            );
        }
        let missing = format!("{base}?sslmode=verify-full&sslrootcert=%2Fnone%2Fca.pem");
        assert!(plain(&missing).is_err_and(|said| said.contains("/none/ca.pem")));
    }
}
