//! TLS to PostgreSQL: a cluster that lets nobody in without it, and an authority of its own.

use crate::made::{read, subject, write};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use store::{Home, open, testing::PrivateCluster};

/// An authority as PEM, and a certificate with its key that it signed for these names.
fn certificates(names: &[&str]) -> (String, String, String) {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).expect("an authority");
    let issuer = Issuer::from_params(&params, &key);
    let own = KeyPair::generate().expect("a key");
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let certificate =
        CertificateParams::new(names).expect("parameters").signed_by(&own, &issuer).expect("signs");
    (authority.pem(), certificate.pem(), own.serialize_pem())
}

fn opened(url: &str) -> Result<Box<dyn Home>, String> {
    open(url).map_err(|e| e.said)
}

#[test]
fn only_who_speaks_tls_comes_in_and_only_the_right_server_is_spoken_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let (authority, certificate, key) = certificates(&["127.0.0.1"]);
    let (other, ..) = certificates(&["127.0.0.1"]);
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("writes");
        path.display().to_string().replace('/', "%2F")
    };
    let (own, foreign) = (file("own.pem", &authority), file("foreign.pem", &other));
    let cluster = PrivateCluster::start_with_tls(&certificate, &key).unwrap_or_else(|e| panic!("{e}"));
    let url = cluster.database_over_network("127.0.0.1").expect("a database");
    // The same server by a name that its certificate does not hold.
    let named = url.replace("@127.0.0.1:", "@localhost:");

    for plain in [url.clone(), format!("{url}?sslmode=disable")] {
        let said = opened(&plain).map(|_| ()).expect_err("nobody comes in without TLS");
        assert!(said.contains("no encryption") || said.contains("28000"), "{said}");
    }
    let home = opened(&format!("{url}?sslmode=require")).expect("any certificate will do");
    write(&*home, |w| w.touch(&subject("person:a"), crate::made::hour(0), false));
    let home = opened(&format!("{url}?sslmode=verify-full&sslrootcert={own}"))
        .expect("authority and name are right");
    assert_eq!(read(&*home, |r| r.touched(9)).len(), 1);
    assert!(opened(&format!("{named}?sslmode=verify-ca&sslrootcert={own}")).is_ok(), "no name is asked for");

    for wrong in [
        format!("{named}?sslmode=verify-full&sslrootcert={own}"),
        format!("{url}?sslmode=verify-full&sslrootcert={foreign}"),
        format!("{url}?sslmode=verify-ca&sslrootcert={foreign}"),
        format!("{url}?sslmode=require&sslrootcert={foreign}"),
    ] {
        let said = opened(&wrong).map(|_| ()).expect_err("this is not the server that was meant");
        assert!(said.contains("certificate") || said.contains("TLS"), "{wrong}: {said}");
    }
    assert!(opened(&format!("{url}?sslmode=prefer")).is_err());
}
