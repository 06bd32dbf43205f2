//! Purging as an operator does it: told first, then done; and by the server itself.

use crate::house::{Folder, Server, init, told};
use serde_json::{Value, json};

const ROLES: &[&str] = &["--role", "administrator", "--role", "county_duty_officer"];

/// A person who passed a gate long ago and lately.
fn passes(server: &Server) -> Vec<String> {
    let person = json!({ "ledger": "person_registration", "subject": "person:a", "at": "2020-01-01", "org": "org:county", "body": { "sex": "female" } });
    server.facts(json!([person]));
    let pass = |at: &str| json!({ "ledger": "gate_pass", "subject": "person:a", "at": at, "org": "org:county", "body": { "direction": "in", "allowed": true } });
    server.facts(json!([pass("2020-03-01 08:00"), pass("2020-03-02 08:00")]))
}

fn fact(server: &Server, id: &str) -> Value {
    server.get(&format!("/facts/{id}"))["versions"][0].clone()
}

#[test]
fn the_command_tells_first_and_then_does_it() {
    let folder = Folder::new("purge");
    let (store, password) = (folder.store(), init(&folder.store(), ROLES));
    let server = Server::start(&store, &password, &["--no-purge"]);
    let ids = passes(&server);
    assert_eq!(fact(&server, &ids[0])["fields"][0]["value"], "in");
    drop(server);

    let plain = told(&["purge", "--store", &store]);
    assert!(plain.contains("gate_pass") && plain.contains("2 facts due"), "{plain}");
    assert!(plain.contains("--yes"), "{plain}");
    assert!(told(&["verify", "--store", &store]).contains("0 bodies purged"));

    let done = told(&["purge", "--store", &store, "--yes"]);
    assert!(done.contains("purged the content of 2 facts"), "{done}");
    assert!(told(&["verify", "--store", &store]).contains("2 bodies purged"));
    let rebuilt = told(&["rebuild", "--store", &store]);
    assert!(rebuilt.contains("from the baseline") && rebuilt.contains("rebuilt the same"), "{rebuilt}");
    assert!(!told(&["purge", "--store", &store]).contains("2 facts due"));

    // A backup of the purged house is as purged as the house itself.
    let copy = folder.file("backup.sqlite");
    told(&["backup", "--store", &store, "--to", &copy]);
    assert!(told(&["verify", "--store", &format!("sqlite:{copy}")]).contains("2 bodies purged"));
    let server = Server::start(&store, &password, &["--no-purge"]);
    let purged = fact(&server, &ids[1]);
    assert_eq!((&purged["purged"], &purged["fields"]), (&json!(true), &json!([])), "{purged}");
    let purges = server.get("/purges");
    assert_eq!(
        (&purges["rows"][0]["facts"], &purges["rows"][0]["ledgers"][0]["ledger"]),
        (&json!(2), &json!("gate_pass"))
    );
}

#[test]
fn the_server_purges_by_itself() {
    let folder = Folder::new("purge-daily");
    let (store, password) = (folder.store(), init(&folder.store(), ROLES));
    let server = Server::start(&store, &password, &["--no-purge"]);
    let ids = passes(&server);
    drop(server);
    let server = Server::start(&store, &password, &[]);
    // It looks when it starts and then once a day: the condition decides, not the time.
    for _ in 0..600 {
        if fact(&server, &ids[0])["purged"] == true {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the server did not purge");
}
