//! Chains of transmission: what was told stands, the likelihood speaks only where it is asked to, and nobody sees more than
//! they may.

use crate::cases::{card, outbreak};
use crate::world::{World, id};
use serde_json::{Value, json};

fn links(chains: &Value) -> Vec<(String, String, bool, i64)> {
    let text = |v: &Value| v.as_str().expect("an id").to_owned();
    let link = |l: &Value| {
        (
            text(&l["from"]),
            text(&l["to"]),
            l["told"] == json!(true),
            l["interval_days"].as_i64().expect("days"),
        )
    };
    chains["links"].as_array().expect("links").iter().map(link).collect()
}

/// A third person of town 1, in the village of the first, falls ill six days after.
fn third(world: &World) {
    let person = json!({ "id": id(750), "ledger": "person", "subject": "person:three", "at": "2026-01-01 08:00",
        "org": "org:village-1", "body": { "home": "org:village-1" } });
    world.post("one", "/facts", person).is(200);
    let body = json!({ "disease": "flu", "how_sure": "confirmed", "onset": "2026-02-14" });
    card(world, "one", 751, "person:three", "02-16 08:00", body);
}

#[test]
fn what_was_told_of_a_source_stands() {
    let world = outbreak();
    third(&world);
    let chains = world.get("boss", "/chains?disease=flu").is(200).json();
    assert_eq!(links(&chains), [(id(701), id(703), true, 4)]);
    assert_eq!(chains["without_source"], json!([id(751), id(701)]));
    assert_eq!(chains["missing_links"], json!([id(751), id(703)]), "only of person:one a contact is known");
    let node = |n: u32| {
        let all = chains["nodes"].as_array().expect("nodes");
        all.iter().find(|node| node["id"] == json!(id(n))).cloned().expect("a node")
    };
    let (source, case) = (node(701), node(703));
    assert_eq!(
        (&source["generation"], &source["infected"], &source["contacts"]),
        (&json!(0), &json!(1), &json!(1))
    );
    assert_eq!(
        (&case["generation"], &case["infected"], &case["day"]),
        (&json!(1), &json!(0), &json!("2026-02-12"))
    );
    assert_eq!(chains["serial_mean"], json!(4.0));
    let clusters = chains["clusters"].as_array().expect("clusters");
    let village = clusters.iter().find(|c| c["group"]["id"] == json!("org:village-1")).expect("a cluster");
    assert_eq!(village["cases"], json!([id(701), id(751)]));
}

#[test]
fn the_likelihood_speaks_where_nothing_was_told_and_it_is_asked_for() {
    let world = outbreak();
    third(&world);
    let apart = world.get("boss", "/chains?disease=flu&si_mean=4&si_sd=2").is(200).json();
    assert_eq!(links(&apart)[0].0, id(703), "by dates alone two days are more likely than six");
    let chains = world.get("boss", "/chains?disease=flu&si_mean=4&si_sd=2&alike_weight=50").is(200).json();
    assert_eq!(links(&chains), [(id(701), id(751), false, 6), (id(701), id(703), true, 4)]);
    let sure = chains["links"][0]["probability"].as_f64().expect("a probability");
    assert!(sure > 0.9 && sure < 1.0, "the village outweighs the other town: {sure}");
    let alone =
        world.get("boss", "/chains?disease=flu&si_mean=6&si_sd=1.5&unknown_weight=1000").is(200).json();
    assert_eq!(links(&alone), [(id(701), id(703), true, 4)], "an unknown source is more probable");
    for wrong in ["si_mean=6", "si_mean=0.5&si_sd=1", "si_mean=6&si_sd=1&alike_weight=-1", "onset_from=x"] {
        world.get("boss", &format!("/chains?{wrong}")).is(400);
    }
}

#[test]
fn chains_hold_nobody_of_the_other_town() {
    let world = outbreak();
    let text = world.get("one", "/chains").is(200).text;
    assert!(!text.contains("person:two") && text.contains("person:one"), "{text}");
    assert_eq!(world.get("clerk", "/chains").is(200).json()["nodes"], json!([]));
}
