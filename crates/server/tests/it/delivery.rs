//! Messages leave the house: by mail and by webhook, to real receivers on loopback.

use crate::{
    receivers::{Hook, MailServer},
    world::{ID_NUMBER, NAME, PHONE, World, encode},
};
use facts::Instant;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::{Value, json};
use server::{
    Clock,
    delivery::{Deliverer, Round, Settings, hook, mail},
};
use std::{collections::BTreeSet, time::Duration};

const SECRET: &[u8] = b"0123456789abcdef";

fn hook_settings(name: &str, url: &str, roles: &[&str]) -> hook::Settings {
    hook::Settings {
        name: name.to_owned(),
        url: url.to_owned(),
        secret: SECRET.to_vec(),
        roles: roles.iter().map(|role| (*role).into()).collect(),
        authorities: Vec::new(),
    }
}

fn mail_settings(port: u16) -> mail::Settings {
    mail::Settings {
        host: "127.0.0.1".to_owned(),
        port,
        security: mail::Security::None,
        login: None,
        from: "联防 <duty@example.cn>".to_owned(),
        authorities: Vec::new(),
    }
}

fn settings(mail: Option<mail::Settings>, hooks: Vec<hook::Settings>) -> Settings {
    Settings { link: "https://lf.example.cn/".to_owned(), mail, hooks }
}

/// Somebody who sends when told to, beside a server that does not send by itself.
struct Sender {
    world: World,
    deliverer: Deliverer,
}

impl Sender {
    /// Begins before anything happened, so that what happens is news.
    fn new(settings: Settings) -> Sender {
        let world = World::sending(None);
        let deliverer = deliverer(&world, settings, "here");
        world.settle();
        let sender = Sender { world, deliverer };
        assert_eq!(sender.round(), Round::default());
        sender
    }

    fn round(&self) -> Round {
        self.world.runtime().block_on(self.deliverer.round(&self.world.doors())).expect("a round")
    }

    fn minutes_later(&self, minutes: i64) {
        let later = self.world.wall.now().plus_micros(minutes * 60_000_000);
        assert!(self.world.wall.set(later));
    }

    fn waiting(&self) -> Vec<Value> {
        let page = self.world.get("boss", "/deliveries").is(200).json();
        page["rows"].as_array().expect("rows").clone()
    }

    fn said(&self) -> usize {
        let page = self.world.get("boss", "/facts?ledger=message_sent").is(200).json();
        page["rows"].as_array().expect("rows").len()
    }
}

fn deliverer(world: &World, settings: Settings, me: &str) -> Deliverer {
    let doors = world.doors();
    let clocks = (doors.clock.clone(), doors.wall.clone());
    Deliverer::new(doors.house.clone(), clocks, doors.writer.clone(), settings, me.to_owned())
}

fn all<T>(from: &std::sync::mpsc::Receiver<T>) -> Vec<T> {
    from.try_iter().collect()
}

#[test]
fn a_duty_is_told_by_mail_and_webhook_without_a_word_of_whom() {
    let (post, desk, heads) = (MailServer::start(None), Hook::start(&[]), Hook::start(&[]));
    let hooks = vec![
        hook_settings("desk", &desk.url, &["town_officer"]),
        hook_settings("clerks", &heads.url, &["clerk"]),
    ];
    let sender = Sender::new(settings(Some(mail_settings(post.port)), hooks));
    let change = json!({ "email": "one@example.cn" });
    sender
        .world
        .ask(
            crate::world::As::Session("boss"),
            "PATCH",
            "/api/v1/accounts/one",
            "application/json",
            change.to_string().as_bytes(),
        )
        .is(200);
    sender.world.fever();
    let round = sender.round();
    let (mails, calls) = (all(&post.mails), all(&desk.calls));
    assert_eq!((round.failed, round.sent), (0, u64::try_from(mails.len() + calls.len()).expect("few")));
    let told: Vec<Value> = calls.iter().map(|c| c.json()).collect();
    assert!(mails.len() == calls.len() && !mails.is_empty(), "the town's messages go both ways: {told:?}");
    assert_eq!(all(&heads.calls).len(), 0, "nothing was for clerks");

    let visit = mails.iter().find(|m| m.body().contains("走访发热者")).expect("the duty");
    assert_eq!(visit.to, "one@example.cn");
    let body = visit.body();
    assert!(
        body.contains("一镇")
            && body.contains("2026-03-02 08:30")
            && body.contains("https://lf.example.cn/?message="),
        "{body}"
    );
    let told = calls.iter().find(|c| c.json()["title"]["zh"] == "走访发热者").expect("the duty").json();
    assert_eq!(
        (&told["kind"], &told["role"], &told["org"]),
        (&json!("opened"), &json!("town_officer"), &json!("org:town-1"))
    );
    assert_eq!(told["due"], "2026-03-02T00:30:00.000000Z");
    let everything =
        mails.iter().map(|m| m.text.clone() + &m.body()).chain(calls.iter().map(|c| c.json().to_string()));
    for text in everything {
        for hidden in [NAME, ID_NUMBER, PHONE, "person:one", "person%3Aone", "38.2"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
    }
    assert_eq!(sender.said(), mails.len() + calls.len(), "what left is a fact");
    assert_eq!(sender.round(), Round::default(), "and does not leave again");
    assert_eq!(sender.waiting(), Vec::<Value>::new());
}

#[test]
fn a_webhook_can_tell_that_a_call_is_from_here() {
    let desk = Hook::start(&[]);
    let sender = Sender::new(settings(None, vec![hook_settings("desk", &desk.url, &["town_officer"])]));
    sender.world.fever();
    assert!(sender.round().sent > 0);
    let calls = all(&desk.calls);
    for call in &calls {
        let signature = call.header("lianfang-signature");
        let seconds = signature.strip_prefix("t=").and_then(|s| s.split(',').next()).expect("a time");
        let seconds: i64 = seconds.parse().expect("seconds");
        assert_eq!(seconds, sender.world.wall.now().0 / 1_000_000);
        assert_eq!(signature, hook::signature(SECRET, seconds, &call.body));
        assert_ne!(signature, hook::signature(b"another secret..", seconds, &call.body));
        assert_eq!(call.header("idempotency-key"), call.json()["id"].as_str().expect("an id"));
    }
    let ids: BTreeSet<String> = calls.iter().map(|c| c.header("idempotency-key")).collect();
    assert_eq!(ids.len(), calls.len(), "each message has its own");
    // A known answer, so that whoever writes the other side can check theirs.
    assert_eq!(
        hook::signature(b"key", 1, b"{}"),
        "t=1,v1=1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224"
    );
}

#[test]
fn what_fails_is_tried_again_and_is_seen_by_an_operator() {
    let desk = Hook::start(&[503; 9]);
    let sender = Sender::new(settings(None, vec![hook_settings("desk", &desk.url, &["town_officer"])]));
    sender.world.fever();
    let first = sender.round();
    assert!(first.failed > 0 && first.sent == 0, "{first:?}");
    let waiting = sender.waiting();
    assert_eq!(u64::try_from(waiting.len()).expect("few"), first.failed);
    for row in &waiting {
        assert_eq!(
            (&row["trouble"], &row["tries"], &row["over"]),
            (&json!("refused"), &json!(1), &json!(false)),
            "{row}"
        );
        assert!(row["trouble_words"]["zh"].as_str().expect("words").contains("503"), "{row}");
        assert!(!row.to_string().contains(NAME));
    }
    assert_eq!(sender.said(), 0, "nothing left yet");
    sender.world.get("one", "/deliveries").is(403);
    assert_eq!(sender.round(), Round::default(), "not before its time");
    desk.statuses.lock().expect("a lock").clear();
    sender.minutes_later(1);
    let second = sender.round();
    assert_eq!((second.sent, second.failed), (first.failed, 0));
    let calls = all(&desk.calls);
    let ids: BTreeSet<String> = calls.iter().map(|c| c.header("idempotency-key")).collect();
    assert_eq!((calls.len(), ids.len()), (2 * ids.len(), waiting.len()), "the same key at every try");
    assert_eq!(sender.waiting(), Vec::<Value>::new());
}

#[test]
fn what_is_refused_for_good_is_given_up_until_somebody_tries_it_again() {
    let post = MailServer::start(None);
    let sender = Sender::new(settings(Some(mail_settings(post.port)), Vec::new()));
    let patch = |email: &str| {
        let change = json!({ "email": email }).to_string();
        sender.world.ask(
            crate::world::As::Session("boss"),
            "PATCH",
            "/api/v1/accounts/one",
            "application/json",
            change.as_bytes(),
        )
    };
    assert_eq!(patch("no address").is(422).code(), "unfit");
    assert_eq!(patch("nobody@example.cn").is(200).json()["email"], "nobody@example.cn");
    sender.world.fever();
    let round = sender.round();
    assert!(round.failed > 0);
    let row = sender.waiting()[0].clone();
    assert_eq!(
        (&row["over"], &row["account"], &row["trouble"]),
        (&json!(true), &json!("one"), &json!("refused")),
        "{row}"
    );
    assert!(row["trouble_words"]["en"].as_str().expect("words").contains("550"), "{row}");
    sender.minutes_later(60);
    assert_eq!(sender.round(), Round::default());
}

#[test]
fn who_cannot_be_reached_is_asked_again_later_and_at_last_not_any_more() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/in", closed.local_addr().expect("an address"));
    drop(closed);
    let sender = Sender::new(settings(None, vec![hook_settings("desk", &url, &["town_officer"])]));
    sender.world.fever();
    assert_eq!(sender.round(), Round { sent: 0, failed: 1 }, "one call tells that nobody is there");
    let mut rounds = 1;
    for _ in 0..200 {
        sender.minutes_later(720);
        if sender.round().failed == 0 {
            break;
        }
        rounds += 1;
    }
    assert!((12..200).contains(&rounds), "{rounds}");
    let doors = sender.world.doors();
    let jobs = doors.house.read(|r| server::delivery::waiting::list(r, None, 99)).expect("jobs");
    assert!(!jobs.is_empty() && jobs.iter().all(|job| job.over && job.tries == 12), "{jobs:?}");
}

#[test]
fn an_operator_tries_again() {
    let desk = Hook::start(&[410; 9]);
    let sender = Sender::new(settings(None, vec![hook_settings("desk", &desk.url, &["town_officer"])]));
    sender.world.fever();
    let failed = sender.round().failed;
    let waiting = sender.waiting();
    assert!(waiting.iter().all(|row| row["over"] == true && row.get("next").is_none()), "{waiting:?}");
    desk.statuses.lock().expect("a lock").clear();
    sender.minutes_later(60);
    assert_eq!(sender.round(), Round::default(), "given up is given up");
    for row in &waiting {
        let path = format!("/deliveries/{}/retry", encode(row["key"].as_str().expect("a key")));
        sender.world.post("one", &path, Value::Null).is(403);
        sender.world.post("boss", &path, Value::Null).is(204);
    }
    assert_eq!(sender.round(), Round { sent: failed, failed: 0 });
    sender.world.post("boss", "/deliveries/none/retry", Value::Null).is(404);
}

#[test]
fn a_mail_server_is_spoken_to_in_private_or_not_at_all() {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).expect("an authority");
    let (issuer, own) = (Issuer::from_params(&params, &key), KeyPair::generate().expect("a key"));
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("parameters");
    let certificate = params.signed_by(&own, &issuer).expect("signs");
    let post = MailServer::start(Some((&certificate.pem(), &own.serialize_pem())));
    let letter = server::delivery::letter::Letter {
        id: "0f".to_owned(),
        at: String::new(),
        kind: "opened".to_owned(),
        says: views::words::Words::same("产生"),
        title: views::words::Words::same("任务"),
        role: "r".to_owned(),
        role_title: views::words::Words::same("岗位"),
        org: None,
        org_name: None,
        due: None,
        due_words: None,
        link: "https://lf.example.cn/".to_owned(),
    };
    let secure = mail::Settings {
        security: mail::Security::Tls,
        authorities: vec![authority.der().to_vec()],
        ..mail_settings(post.port)
    };
    mail::send(&secure, "one@example.cn", &letter, Instant(0)).expect("sends");
    let mail = post.mails.recv_timeout(Duration::from_secs(20)).expect("a mail");
    assert_eq!(mail.header("Message-ID"), "<0f@example.cn>");
    assert!(mail.body().contains("责任未落实"));

    let other = mail::Settings { authorities: vec![certificate.der().to_vec()], ..secure.clone() };
    let trouble = mail::send(&other, "one@example.cn", &letter, Instant(0)).expect_err("another authority");
    assert_eq!((trouble.code, trouble.for_good), ("unreachable", false), "{trouble:?}");
    // A server that offers no TLS gets nothing when TLS was asked for.
    let plain = MailServer::start(None);
    let asked = mail::Settings { security: mail::Security::StartTls, port: plain.port, ..secure };
    assert!(mail::send(&asked, "one@example.cn", &letter, Instant(0)).is_err());
    assert_eq!(all(&plain.mails).len(), 0);
}

#[test]
fn nothing_leaves_on_a_simulated_clock_and_nothing_of_a_history() {
    let desk = Hook::start(&[]);
    let hooks = vec![hook_settings("desk", &desk.url, &[])];
    let world = World::with(World::demo(), false, Some(settings(None, hooks.clone())));
    assert!(world.doors().deliverer.is_none());
    assert_eq!(world.get("boss", "/deliveries").is(200).json()["sends"], json!(false));

    let sender = Sender::new(settings(None, hooks));
    let fever = format!("subject,at,celsius\nperson:one,2026-03-01 06:30,38.2\n");
    let imported = sender.world.ask(
        crate::world::As::Session("one"),
        "POST",
        "/api/v1/imports?ledger=temperature&history=1",
        "text/csv",
        fever.as_bytes(),
    );
    assert_eq!(imported.is(200).json()["accepted"], 1);
    sender.world.settle();
    assert!(
        sender.world.get("one", "/duties").is(200).text.contains("fever/visit_fever"),
        "it counts all the same"
    );
    let round = sender.round();
    assert_eq!(
        round,
        Round::default(),
        "{:?}",
        all(&desk.calls).iter().map(|c| c.json()).collect::<Vec<_>>()
    );
}

#[test]
fn of_two_servers_at_one_house_one_sends() {
    let desk = Hook::start(&[]);
    let set = settings(None, vec![hook_settings("desk", &desk.url, &["town_officer"])]);
    let sender = Sender::new(set.clone());
    let other = deliverer(&sender.world, set, "there");
    sender.world.fever();
    let round =
        |of: &Deliverer| sender.world.runtime().block_on(of.round(&sender.world.doors())).expect("a round");
    assert_eq!(round(&other), Round::default(), "the first one holds the lease");
    let sent = round(&sender.deliverer).sent;
    assert!(sent > 0);
    // The first one is gone; the other takes over and sends nothing twice.
    sender.minutes_later(3);
    assert_eq!(round(&other), Round::default());
    assert_eq!(u64::try_from(all(&desk.calls).len()).expect("few"), sent);
}

#[test]
fn a_server_sends_by_itself() {
    let desk = Hook::start(&[]);
    let world =
        World::sending(Some(settings(None, vec![hook_settings("desk", &desk.url, &["town_officer"])])));
    let ready =
        || world.doors().house.read(|r| r.note("setting", "delivery-cursor")).expect("a read").is_some();
    while !ready() {
        std::thread::yield_now(); // it has not begun to look yet
    }
    world.fever();
    let call = desk.calls.recv_timeout(Duration::from_secs(30)).expect("a call");
    assert!(call.header("lianfang-signature").starts_with("t="));
}
