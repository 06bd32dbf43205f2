//! The matrix: every role × every place × every class and ledger, against a naive second opinion that splits paths
//! into their steps and knows nothing of the code above.

use super::*;
use facts::ledger::Act;

const PLACES: [&str; 13] = [
    "/",
    "/org:1/",
    "/org:1/org:12/",
    "/org:1/org:12/org:121/",
    "/org:1/org:12/org:121/org:1211/",
    "/org:1/org:120/",
    "/org:1/org:13/",
    "/org:10/",
    "/org:10/org:12/",
    "",
    "/org:1",
    "/org:1/org:12",
    "org:1/org:12/",
];
const CLASSES: [Privacy; 4] = [Privacy::Public, Privacy::Internal, Privacy::Health, Privacy::Identity];

fn roles() -> BTreeMap<Name, RoleRights> {
    serde_json::from_str(
        r#"{
        "head":     {"sees": "internal", "writes": ["level"], "may": ["adopt", "sign", "delegate", "waive"]},
        "duty":     {"sees": "health",   "writes": ["*"],     "may": ["sign"]},
        "cdc":      {"sees": "identity", "writes": ["case"],  "may": ["unmask"]},
        "clerk":    {"sees": "public",   "writes": ["sale", "adoption", "clock"], "may": ["outside"]},
        "odd":      {"sees": "health",   "writes": ["case"],  "may": ["unmask"]},
        "auditor":  {"sees": "identity", "writes": []},
        "admin":    {"sees": "internal", "writes": ["organisation"], "may": ["users"]}
    }"#,
    )
    .expect("role rights")
}

fn ledgers() -> Vec<Ledger> {
    let ledger = |id: &str, act: Option<&str>| {
        let json =
            serde_json::json!({"id": id, "title": {"zh": id, "en": id}, "about": "person", "act": act});
        serde_json::from_value(json).expect("a ledger")
    };
    let plain = ["level", "case", "sale", "other"].map(|id| ledger(id, None));
    let acts =
        ["organise", "assign", "claim", "delegate", "waive", "acknowledge", "sign", "adopt", "clock", "send"];
    let named = |act: &str| match act {
        "organise" => ledger("organisation", Some(act)),
        "adopt" => ledger("adoption", Some(act)),
        other => ledger(other, Some(other)),
    };
    plain.into_iter().chain(acts.map(named)).collect()
}

fn grant(role: &str, path: &str) -> Grant {
    let org = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let org = SubjectId::parse(org).or(SubjectId::parse("org:0")).expect("an organisation");
    Grant { role: role.into(), org, path: path.into() }
}

/// The second opinion on "inside": the steps of one are the first steps of the other.
fn inside(grant: &str, place: &str) -> bool {
    let steps = |path: &str| -> Option<Vec<String>> {
        let inner = path.strip_prefix('/')?;
        match inner.strip_suffix('/') {
            Some(inner) => Some(inner.split('/').map(str::to_owned).collect()),
            None => inner.is_empty().then(Vec::new),
        }
    };
    match (steps(grant), steps(place)) {
        (Some(grant), Some(place)) => grant.len() <= place.len() && grant == place[..grant.len()],
        _ => false,
    }
}

/// The second opinion on rights: a table by role.
fn sees(role: &str, class: Privacy) -> bool {
    match role {
        "cdc" | "auditor" => true,
        "duty" | "odd" => class != Privacy::Identity,
        "head" | "admin" => class == Privacy::Public || class == Privacy::Internal,
        "clerk" => class == Privacy::Public,
        _ => false,
    }
}

fn writes(role: &str, ledger: &Ledger) -> bool {
    let list: &[&str] = match role {
        "head" => &["level", "claim", "acknowledge", "adoption", "sign", "delegate", "waive"],
        "duty" => &["level", "case", "sale", "other", "organisation", "claim", "acknowledge", "send", "sign"],
        "cdc" | "odd" => &["case", "claim", "acknowledge"],
        "clerk" => &["sale", "claim", "acknowledge"],
        "admin" => &["organisation", "assign", "claim", "acknowledge"],
        _ => &[],
    };
    list.contains(&ledger.id.as_str())
}

fn has(role: &str, right: Right) -> bool {
    let list: &[Right] = match role {
        "head" => &[Right::Adopt, Right::Sign, Right::Delegate, Right::Waive],
        "duty" => &[Right::Sign],
        "cdc" | "odd" => &[Right::Unmask],
        "admin" => &[Right::Users],
        "clerk" => &[Right::Outside],
        _ => &[],
    };
    list.contains(&right)
}

/// Compares a scope with the second opinion at every place. Returns how many answers were yes.
fn compare(held: &[(&str, &str)]) -> usize {
    let scope = Scope::new("li", held.iter().map(|(role, path)| grant(role, path)), &roles());
    let mut yes = 0;
    let mut same = |found: bool, expected: bool, what: String| {
        assert_eq!(found, expected, "{held:?} {what}");
        yes += usize::from(found);
    };
    for place in PLACES {
        let any =
            |right: &dyn Fn(&str) -> bool| held.iter().any(|(role, path)| inside(path, place) && right(role));
        for class in CLASSES {
            same(
                scope.may_see(place, class),
                any(&|r| sees(r, class)),
                format!("sees {class:?} at {place:?}"),
            );
            let listed = scope.paths_for(class).iter().any(|path| inside(path, place));
            assert_eq!(listed, scope.may_see(place, class), "{held:?} lists {class:?} at {place:?}");
        }
        for ledger in ledgers() {
            let expected = any(&|r| writes(r, &ledger));
            same(scope.may_write(&ledger, place), expected, format!("writes {} at {place:?}", ledger.id));
        }
        for right in Right::ALL {
            same(scope.may(right, place), any(&|r| has(r, right)), format!("{right:?} at {place:?}"));
        }
        same(scope.may_unmask(place), any(&|r| r == "cdc"), format!("unmasks at {place:?}"));
        assert_eq!(scope.may_sign(place), scope.may(Right::Sign, place));
        assert_eq!(scope.may_adopt(place), scope.may(Right::Adopt, place));
        assert_eq!(scope.may_manage_users(place), scope.may(Right::Users, place));
    }
    yes
}

#[test]
fn the_matrix_of_one_role() {
    let mut yes = 0;
    for role in roles().keys() {
        for path in PLACES {
            yes += compare(&[(role, path)]);
        }
    }
    assert!(yes > 500, "the matrix must not be empty: {yes}");
    assert_eq!(compare(&[("unheard_of", "/")]), 0, "a role that no pack declares grants nothing");
    assert_eq!(compare(&[]), 0);
}

#[test]
fn the_matrix_of_two_roles() {
    let roles = roles();
    let places = &PLACES[..9];
    for (n, a) in roles.keys().enumerate() {
        for b in roles.keys().skip(n) {
            for (m, above) in places.iter().enumerate() {
                compare(&[(a, above), (b, places[(m * 4 + n) % places.len()])]);
            }
        }
    }
}

#[test]
fn a_sibling_with_the_same_beginning_is_outside() {
    let scope = Scope::new("li", [grant("cdc", "/org:1/org:12/")], &roles());
    assert!(scope.may_see("/org:1/org:12/org:121/", Privacy::Identity));
    for outside in ["/org:1/", "/org:1/org:120/", "/org:10/org:12/", "/", ""] {
        assert_eq!(scope.sees_at(outside), None, "{outside:?}");
    }
}

#[test]
fn who_belongs_to_several_places_is_seen_from_each() {
    let teacher = Scope::new("li", [grant("duty", "/org:1/org:12/org:121/")], &roles());
    let doctor = Scope::new("he", [grant("cdc", "/org:10/")], &roles());
    let pupil = ["/org:10/org:12/", "/org:1/org:12/org:121/org:1211/"];
    assert_eq!(teacher.sees_at_any(pupil), Some(Privacy::Health));
    assert!(
        teacher.may_see_at_any(pupil, Privacy::Health) && !teacher.may_see_at_any(pupil, Privacy::Identity)
    );
    assert!(doctor.may_unmask_at_any(pupil) && !teacher.may_unmask_at_any(pupil));
    assert_eq!(teacher.sees_at_any(&pupil[..1]), None, "of another class");
    assert_eq!(doctor.sees_at_any([""; 0]), None);
    for place in PLACES {
        assert_eq!(doctor.sees_at_any([place]), doctor.sees_at(place), "{place:?}");
    }
}

#[test]
fn rights_of_two_roles_do_not_add_up() {
    // One sees identities and may not unmask, the other may unmask and does not see them.
    let scope = Scope::new("li", [grant("auditor", "/org:1/"), grant("odd", "/org:1/")], &roles());
    assert!(scope.may_see("/org:1/", Privacy::Identity) && !scope.may_unmask("/org:1/"));
}

#[test]
fn listed_paths_are_the_outermost() {
    let held = ["/org:1/org:12/", "/org:1/org:120/", "/org:1/org:12/org:121/", "/org:1/org:12/", ""];
    let mut grants: Vec<_> = held.iter().map(|path| grant("duty", path)).collect();
    grants.push(grant("clerk", "/org:1/"));
    let scope = Scope::new("li", grants, &roles());
    assert_eq!(scope.paths_for(Privacy::Health), ["/org:1/org:12/", "/org:1/org:120/"]);
    assert_eq!(scope.paths_for(Privacy::Public), ["/org:1/"]);
    assert_eq!(scope.paths_for(Privacy::Identity), [""; 0]);
    assert_eq!(scope.held().len(), 5, "the same grant twice is one");
}

#[test]
fn the_house_itself_may_everything() {
    let scope = Scope::system();
    assert!(scope.is_system() && scope.account() == "system");
    for place in PLACES {
        assert!(scope.may_see(place, Privacy::Identity) && scope.may_unmask(place) && scope.may_adopt(place));
        assert!(ledgers().iter().all(|ledger| scope.may_write(ledger, place)));
    }
    assert_eq!(scope.paths_for(Privacy::Identity), ["/"]);
    let clock = ledgers().into_iter().find(|l| l.act == Some(Act::Clock)).expect("a clock ledger");
    let everybody = Scope::new("li", roles().keys().map(|role| grant(role, "/")), &roles());
    assert!(!everybody.may_write(&clock, "/"), "only the house reads the clock");
}

#[test]
fn role_rights_are_read_strictly() {
    for wrong in [
        r#"{"sees": "health", "may": ["fly"]}"#,
        r#"{"sees": "all"}"#,
        r#"{"writes": []}"#,
        r#"{"sees": "health", "reads": []}"#,
    ] {
        assert!(serde_json::from_str::<RoleRights>(wrong).is_err(), "{wrong}");
    }
    let words =
        |may: &str| RoleRights::from_words(Privacy::Health, &["*".into(), "case".into()], &[may.into()]);
    let read = serde_json::from_str::<RoleRights>(r#"{"sees": "health", "writes": ["*"], "may": ["sign"]}"#);
    assert_eq!(words("sign").ok(), read.ok());
    let unknown = words("fly").expect_err("unknown").to_string();
    assert_eq!(
        unknown,
        "no right is named \"fly\"; there are adopt, users, unmask, sign, waive, delegate, outside"
    );
}
