//! Commands as an operator types them: spreadsheets in and out, a backup brought back, HTTPS, plans side by side, and how
//! commands end.
//!
//! Not here: what the doors answer (the tests of `server`); `epi` and `purge`, which have files of their own.

use crate::house::{BINARY, Folder, agent, free_port, init, serve, sign_in_for_cookie, told};
use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
    sync::Arc,
};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// A command and how it ends: code, what it prints, what it complains of.
fn ends(args: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(BINARY).args(args).output().expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code(), text(&done.stdout), text(&done.stderr))
}

/// What the chain of a store holds, with the hash of its head.
fn head(store: &str) -> String {
    told(&["verify", "--store", store])
}

/// Somebody of whom the sex is no code is refused.
const PERSONS: &str =
    "人员编号,发生时间,性别\nperson:a,2026-01-01,女\nperson:b,2026-01-01,男\nperson:c,2026-01-01,左\n";

#[test]
fn a_house_takes_a_spreadsheet_once_gives_it_back_and_comes_back_from_a_backup() {
    let folder = Folder::new("cli");
    let (store, file) = (folder.store(), folder.file("persons.csv"));
    let plan = ["--role", "administrator", "--role", "county_duty_officer", "--adopt", "daily-zero-report"];
    init(&store, &plan);
    std::fs::write(&file, PERSONS).expect("a file");
    let import =
        ["import", &file, "--ledger", "person_registration", "--org", "org:county", "--store", &store];

    let (code, said, complaint) = ends(&import);
    assert_eq!(code, Some(1), "a row was refused: {said}{complaint}");
    assert!(said.contains("accepted 2, known 0, refused 1") && said.contains("unknown_code sex"), "{said}");
    let refused = format!("{file}.refused.xlsx");
    assert!(complaint.contains(&refused), "{complaint}");
    let table = spreadsheets::read(&std::fs::read(&refused).expect("a file")).expect("a workbook");
    assert_eq!(table.rows.len(), 1);
    assert_eq!(table.header.last().map(String::as_str), Some(spreadsheets::write::REASONS));
    let after = head(&store);

    let (code, said, _) = ends(&import);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("accepted 0, known 2, refused 1"), "{said}");
    assert_eq!(head(&store), after, "twice is once");

    let csv = told(&["export", "--ledger", "person_registration", "--store", &store]);
    let mut lines: Vec<&str> = csv.lines().skip(1).collect();
    lines.sort_unstable();
    assert_eq!(lines.len(), 2, "{csv}");
    assert!(lines[0].starts_with("person:a,") && lines[0].contains(",女,"), "{csv}");

    let day = ["--org", "org:county", "--day", "2026-01-02", "--store", &store];
    let report = told(&[&["report", "--report", "daily-zero-report/county-daily"], &day[..]].concat());
    assert!(report.contains("测试县") && report.contains("not signed"), "{report}");
    assert!(told(&[&["report"], &day[..]].concat()).contains("expected"));

    let (copy, back) = (folder.file("backup.sqlite"), format!("sqlite:{}", folder.file("back.sqlite")));
    told(&["backup", "--store", &store, "--to", &copy]);
    assert_eq!(ends(&["backup", "--store", &store, "--to", &copy]).0, Some(3), "never over another");
    told(&["restore", "--store", &back, "--from", &copy]);
    assert_eq!(head(&back), head(&store), "the same chain came back");
}

/// Two areas of which one is nobody's.
fn shapes(second: &str) -> String {
    let feature = |org: &str, x: u8| {
        format!(
            r#"{{"type":"Feature","properties":{{"org":"{org}"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},0],[{x},1],[9,1],[{x},0]]]}}}}"#
        )
    };
    format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        feature("org:county", 1),
        feature(second, 2)
    )
}

#[test]
fn shapes_of_areas_go_in_and_come_out() {
    let folder = Folder::new("map");
    let (store, file) = (folder.store(), folder.file("map.geojson"));
    init(&store, &["--role", "administrator", "--role", "county_duty_officer"]);
    std::fs::write(&file, shapes("org:nowhere")).expect("a file");
    let set = ["map", "set", &file, "--store", &store];
    let (code, said, complaint) = ends(&set);
    assert_eq!(code, Some(1), "one shape is nobody's: {said}{complaint}");
    assert!(said.contains("1 shapes taken") && complaint.contains("org:nowhere"), "{said}{complaint}");

    let shown = told(&["map", "show", "--store", &store]);
    assert!(shown.contains("FeatureCollection") && shown.contains("org:county"), "{shown}");
    let copy = folder.file("copy.geojson");
    told(&["map", "show", "--to", &copy, "--store", &store]);
    assert_eq!(std::fs::read_to_string(&copy).expect("a file").trim(), shown.trim());

    std::fs::write(&file, shapes("org:county")).expect("a file");
    let (code, _, complaint) = ends(&set);
    assert!(code != Some(0) && complaint.contains("twice"), "an area twice: {code:?} {complaint}");
    assert_eq!(told(&["map", "show", "--store", &store]), shown, "a refused file changes nothing");
}

/// A line list, messy: other words, dates of which only somebody can say the order, an outcome before the onset.
const LIST: &str = "case_id,date_onset,gender,outcome,date_outcome\n1,3.2.2026,m,Discharged,5.2.2026\n2,7.2.2026,f,Death,5.2.2026\n";

#[test]
fn a_line_list_goes_in_as_the_command_is_told() {
    let folder = Folder::new("list");
    let (store, file) = (folder.store(), folder.file("list.csv"));
    init(&store, &["--role", "administrator", "--role", "county_duty_officer"]);
    std::fs::write(&file, LIST).expect("a file");
    let plain = ["import", &file, "--line-list", "spring", "--org", "org:county", "--store", &store];
    let set = ["--set", "disease:cholera", "--set", "case_type:confirmed"];
    let (code, said, _) = ends(&[&plain[..], &set, &["--dry-run"]].concat());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("refused 2") && said.contains("outcome=Discharged (1)"), "{said}");

    let told_so = ["--dates", "dmy", "--means", "outcome=Discharged=recovered"];
    let said = told(&[&plain[..], &set, &told_so].concat());
    assert!(said.contains("accepted 2, known 0, refused 0"), "{said}");
    for line in ["mended 2  date_onset", "mended 1  outcome", "doubts 1 ", "outcome before onset"] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(said.contains(".refused.xlsx"), "{said}");
    let said = told(&[&plain[..], &set, &told_so].concat());
    assert!(said.contains("accepted 0, known 2, refused 0"), "{said}");
    for wrong in [&["--means", "outcome"][..], &["--ledger", "case_report"]] {
        assert_eq!(ends(&[&plain[..], wrong].concat()).0, Some(2), "{wrong:?}");
    }
    std::fs::write(&file, LIST.replace("7.2.2026", "6.2.2026")).expect("a file");
    let again = [&plain[..], &set, &told_so].concat();
    assert!(ends(&again).1.contains("refused 1"), "a change is asked for");
    let said = told(&[&again[..], &["--changes", "correct"]].concat());
    assert!(said.contains("accepted 1, known 1, refused 0") && said.contains("corrected"), "{said}");
}

/// A server that is gone after the test.
struct Gone(Child);

impl Drop for Gone {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_cookie_is_for_https_only_where_browsers_speak_it() {
    let folder = Folder::new("cli-tls");
    let (store, certificates) = (folder.store(), folder.file("tls"));
    let password = init(&store, &[]);
    let cookie = |scheme: &str, agent: &ureq::Agent, more: &[&str]| {
        let port = free_port();
        let _server = Gone(serve(&store, port, more));
        sign_in_for_cookie(agent, &format!("{scheme}://127.0.0.1:{port}/api/v1"), "admin", &password)
    };
    let secure = |cookie: &str| cookie.split("; ").any(|part| part == "Secure");

    let made = told(&["tls", "init", "--dir", &certificates, "--name", "127.0.0.1"]);
    assert!(made.contains("server.pem"), "{made}");
    let pem = |name: &str| format!("{certificates}/{name}");
    let authority =
        Certificate::from_pem(&std::fs::read(pem("ca.pem")).expect("a file")).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = RootCerts::Specific(Arc::new(vec![authority]));
    let tls = TlsConfig::builder().root_certs(roots).unversioned_rustls_crypto_provider(provider).build();
    let config = ureq::Agent::config_builder().http_status_as_error(false).tls_config(tls);
    let trusting: ureq::Agent = config.build().into();
    let https = ["--cert", &pem("server.pem"), "--tls-key", &pem("server.key")];
    assert!(secure(&cookie("https", &trusting, &https)), "HTTPS");
    assert!(secure(&cookie("http", &agent(), &["--secure-cookie"])), "behind a proxy that speaks HTTPS");
    assert!(!secure(&cookie("http", &agent(), &[])), "plain HTTP: a browser would not send it back");
}

#[test]
fn one_language_may_be_asked_for() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let nowhere = ["plan", "check", "no-such-folder"];
    let (code, _, both) = ends(&nowhere);
    assert_eq!(code, Some(3));
    assert!(chinese(&both) && both.contains("check the path"), "{both}");
    let (_, _, english) = ends(&[&nowhere[..], &["--lang", "en"]].concat());
    assert!(!chinese(&english) && english.contains("check the path"), "{english}");
    let (_, _, own) = ends(&[&["--lang", "zh"][..], &nowhere].concat());
    assert!(chinese(&own) && !own.contains("check the path"), "{own}");
    assert!(told(&["plan", "explain", "base", "--lang", "en"]).starts_with("# Common ground"));
}

#[test]
fn whoever_reads_may_stop_reading() {
    let mut process = Command::new(BINARY)
        .args(["plan", "explain", "village-community"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // Closed before anything is read: there is more to print than a pipe holds.
    drop(process.stdout.take());
    let done = process.wait_with_output().expect("it ends");
    assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn plans_side_by_side_are_for_people_and_for_machines() {
    let two = ["plan", "diff", "guiyang-school-spring", "school-infectious-disease"];
    let (read, lines) = (told(&two), told(&[&two[..], &["--json"]].concat()));
    let differences: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(!differences.is_empty());
    let kind = |kind: &str| differences.iter().filter(|d| d["kind"] == kind).count();
    let sums = format!("新增 · added {}，缺项 · removed {}", kind("added"), kind("removed"));
    assert!(read.lines().last().is_some_and(|line| line.starts_with(&sums)), "{sums}: {read}");
    for difference in &differences {
        for lang in ["zh", "en"] {
            let words = difference["says"][lang].as_str().expect("words");
            assert!(read.contains(words), "{words}");
        }
    }
    assert!(!read.contains('{'), "no JSON for people: {read}");
}

#[test]
fn every_exit_code_is_told_and_kept() {
    let folder = Folder::new("cli-codes");
    let (wrong, junk) = (folder.file("wrong"), folder.file("junk.sqlite"));
    std::fs::create_dir_all(&wrong).expect("a folder");
    std::fs::write(format!("{wrong}/pack.toml"), "id = \"wrong\"\n").expect("a file");
    std::fs::write(&junk, "this is no database, however long it is looked at").expect("a file");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let (store, of_junk) = (folder.store(), format!("sqlite:{junk}"));
    let absent = format!("sqlite:{}", folder.file("absent.sqlite"));
    for command in ["verify", "rebuild", "purge"] {
        let (ended, _, complaint) = ends(&[command, "--store", &absent]);
        assert!(ended == Some(3) && complaint.contains("lianfang init"), "{command}: {complaint}");
    }
    let commands: [(i32, &[&str]); 6] = [
        (0, &["plan", "schema"]),
        (1, &["plan", "check", &wrong]),
        (2, &["import"]),
        (3, &["plan", "explain", "no-such-plan"]),
        (4, &["verify", "--store", &of_junk]),
        (5, &["serve", "--store", &store, "--listen", &address]),
    ];
    let help = told(&["--help"]);
    let table = help.split_once("Exit codes:").expect("a table").1;
    for (code, args) in commands {
        let (ended, _, complaint) = ends(args);
        assert_eq!(ended, Some(code), "{args:?}: {complaint}");
        assert!(table.lines().any(|line| line.starts_with(&format!("  {code}  "))), "{code} in {table}");
    }
    let told = table.lines().filter(|line| !line.trim().is_empty()).count();
    assert_eq!(told, commands.len(), "each code of the table has its command: {table}");
}
