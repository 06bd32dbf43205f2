//! What was adopted stays as it was adopted: with the packs that it extends, although a later program brings others of
//! the same names.

use super::follow::town::{Town, at, trial};
use facts::{Value, chain::Hash};
use plan::{Pack, written::read_pack};
use serde_json::json;
use std::sync::Arc;
use store::{ListOf, PageOf, Query, memory::Memory};

/// The base pack of a later program: what counts as fever has changed, and there is a ledger more.
fn later(base: &Pack) -> Arc<Pack> {
    let mut files = base.files.clone();
    for (path, text) in &mut files {
        match path.as_str() {
            "pack.toml" => {
                assert!(text.contains("value = 37.3"));
                *text = text.replace("value = 37.3", "value = 38.0").replace("1.0.0", "1.1.0");
            }
            "ledgers/health.toml" => {
                text.push_str("\n[[ledger]]\nid = \"brand_new\"\ntitle = { zh = \"新\", en = \"new\" }\nabout = \"person\"\n");
            }
            _ => {}
        }
    }
    Arc::new(read_pack(&files, &[]).unwrap_or_else(|p| panic!("{}", p.render(plan::problem::Lang::En))))
}

fn bases(town: &Town) -> Vec<(String, Hash)> {
    let in_force = town.house.in_force();
    let adoptions = in_force.plan.adoptions.iter().filter(|a| a.pack.extends.is_empty());
    adoptions.map(|a| (a.pack.version.to_string(), a.pack.hash)).collect()
}

#[test]
fn a_later_program_does_not_change_what_was_adopted() {
    let home = Arc::new(Memory::default());
    let mut town = Town::at_home(&home);
    town.now("2 08:00", "person:p0", "temperature", json!({ "celsius": 37.6 }));
    town.sweep("5 00:00");
    let (old, was) = (bases(&town), town.standing("person:p0"));
    let base = town.house.shipped[0].clone();
    assert_eq!(old, [("1.0.0".to_owned(), base.hash)]);

    let new = later(&base);
    let shipped = vec![new.clone(), trial("1.0.0", "PT2H", "", &new), trial("3.0.0", "PT2H", "", &new)];
    let mut town = Town::upgraded(home.clone(), shipped);
    assert_eq!(bases(&town), old, "the base is the one that was adopted");
    let in_force = town.house.in_force();
    assert!(in_force.plan.ledgers.get("brand_new").is_none());
    let adopted = in_force.plan.adoptions.iter().find(|a| &*a.pack.id == "base").expect("the base");
    assert_eq!(
        adopted.pack.params["fever_threshold"].value,
        Value::Number(facts::Decimal::from_scaled(373_000))
    );
    town.now("5 08:00", "person:p1", "temperature", json!({ "celsius": 37.6 }));
    town.sweep("6 00:00");
    let now = town.standing("person:p0");
    assert_eq!((&now.duties, &now.statuses), (&was.duties, &was.statuses));
    town.done();

    // Whoever wants the new base puts a plan in force anew.
    town.adopt("3.0.0", "7", "7");
    let now = bases(&town);
    assert_eq!(now.last(), Some(&("1.1.0".to_owned(), new.hash)));
    assert!(town.house.in_force().plan.ledgers.get("brand_new").is_some());
    town.sweep("8 00:00");
    town.done();
    let stored = town.house.read(|r| Ok((r.pack(&base.hash)?, r.pack(&new.hash)?))).expect("packs");
    assert!(stored.0.is_some() && stored.1.is_some(), "adopted packs stay stored with what they extend");
}

#[test]
fn the_adoption_says_on_what_it_stands() {
    let mut town = Town::new();
    let base = town.house.shipped[0].hash.to_hex();
    let of = ListOf::Facts {
        ledgers: vec!["plan_adopted".into()],
        subject: None,
        from: None,
        until: None,
        holding: true,
    };
    let query = Query { of, paths: vec!["/".into()], after: None, limit: 9 };
    let rows = town.house.read(|r| r.page(&query)).expect("a page").rows;
    let [PageOf::Fact(adopted)] = &rows[..] else { panic!("one adoption: {rows:?}") };
    assert_eq!(adopted.fact.get("bases"), Some(&Value::text(format!("base={base}"))));
    // Sent again without it, it is the same.
    let pack = town.house.shipped[1].clone();
    let body = json!({ "pack": "trial", "version": "1.0.0", "hash": pack.hash.to_hex() });
    let mut raw = town.raw("1", "org:county", "plan_adopted", body);
    raw.id = Some(adopted.fact.id);
    raw.at = adopted.fact.at.to_string().into();
    raw.written = Some(at("1").to_string().into());
    let again = town.send(vec![raw], "8", false);
    assert_eq!(again, [intake::Outcome::Known { id: adopted.fact.id }]);
}
