//! What the vault keeps closed, and what can be found in it.

use super::*;
use facts::check::is_sealed;
use std::collections::BTreeSet;

fn key(n: u8) -> MasterKey {
    std::array::from_fn(|i| n.wrapping_mul(31).wrapping_add(i as u8))
}

fn vault() -> Vault {
    Vault::new(key(1), 1).expect("a vault")
}

fn field(id: &str, kind: &str) -> Field {
    let json =
        serde_json::json!({"id": id, "label": {"zh": id, "en": id}, "type": kind, "privacy": "identity"});
    serde_json::from_value(json).expect("a field")
}

fn person(n: u32) -> SubjectId {
    SubjectId::parse(&format!("person:{n}")).expect("a subject")
}

fn seal(vault: &Vault, field: &Field, value: &str) -> Sealed {
    vault.seal(&person(1), field, &Secret::new(value), [7; NONCE_BYTES]).expect("sealed")
}

#[test]
fn opens_what_it_sealed() {
    let vault = vault();
    let long = "很长的地址".repeat(40);
    for value in ["", "张三", "x", long.as_str()] {
        let sealed = seal(&vault, &field("home", "address"), value);
        let opened = vault.open(&person(1), "home", &sealed.bytes, sealed.key_version).expect("opened");
        assert_eq!(opened.expose(), value);
    }
}

#[test]
fn other_nonces_give_other_bytes_and_the_same_indexes() {
    let (vault, name) = (vault(), field("name", "person_name"));
    let other = vault.seal(&person(1), &name, &Secret::new("张三"), [8; NONCE_BYTES]).expect("sealed");
    let one = seal(&vault, &name, "张三");
    assert_ne!(one.bytes, other.bytes);
    assert_eq!(one.indexes, other.indexes);
}

#[test]
fn any_change_of_a_bit_is_found() {
    let (vault, name) = (vault(), field("name", "person_name"));
    let sealed = seal(&vault, &name, "张三");
    for at in 0..sealed.bytes.len() * 8 {
        let mut bytes = sealed.bytes.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        assert_eq!(vault.open(&person(1), "name", &bytes, 1), Err(Error::Altered), "bit {at}");
    }
    for n in 0..sealed.bytes.len() {
        let expected = if n < NONCE_BYTES + CIPHER_TAG_BYTES { Error::Cut } else { Error::Altered };
        assert_eq!(vault.open(&person(1), "name", &sealed.bytes[..n], 1), Err(expected), "{n} bytes");
    }
}

#[test]
fn opens_for_its_subject_field_and_key_only() {
    let two = vault().with_key(key(2), 2).expect("two keys");
    let sealed = seal(&vault(), &field("name", "person_name"), "张三");
    let open = |vault: &Vault, n, field, version| vault.open(&person(n), field, &sealed.bytes, version);
    assert!(open(&two, 1, "name", 1).is_ok());
    assert_eq!(open(&two, 2, "name", 1), Err(Error::Altered));
    assert_eq!(open(&two, 1, "nam", 1), Err(Error::Altered));
    assert_eq!(open(&two, 1, "name", 2), Err(Error::Altered));
    assert_eq!(open(&two, 1, "name", 3), Err(Error::UnknownVersion(3)));
    // The same key under another version number is another key to a sealed field.
    let renumbered = Vault::new(key(1), 2).expect("a vault");
    assert_eq!(open(&renumbered, 1, "name", 2), Err(Error::Altered));
}

#[test]
fn the_newest_key_seals_and_older_ones_still_open_and_find() {
    let name = field("name", "person_name");
    let old = vault();
    let sealed_before = seal(&old, &name, "张三");
    let token_before = old.token(&person(1), "name", &Secret::new("张三")).expect("a token");
    for rotated in [
        old.clone().with_key(key(2), 2).expect("two keys"),
        Vault::new(key(2), 2).and_then(|v| v.with_key(key(1), 1)).expect("two keys"),
    ] {
        assert_eq!((rotated.version(), rotated.versions()), (2, vec![2, 1]));
        assert_eq!(seal(&rotated, &name, "张三").key_version, 2);
        let opened = rotated.open(&person(1), "name", &sealed_before.bytes, sealed_before.key_version);
        assert_eq!(opened.expect("opened").expose(), "张三");
        assert!(finds(&rotated, &name, &sealed_before, "张三"), "indexes of before are still searched for");
        assert!(rotated.is_token_of(&token_before, &person(1), "name", &Secret::new("张三")));
        assert_ne!(
            rotated.token(&person(1), "name", &Secret::new("张三")).as_deref(),
            Ok(token_before.as_str())
        );
        assert_eq!(rotated.with_key(key(3), 1).map(|_| ()), Err(Error::VersionTaken(1)));
    }
    assert_eq!(Vault::new([0; 32], 1).map(|_| ()), Err(Error::WeakKey));
}

/// As a store searches: any of the alternatives, of each all indexes.
fn finds(vault: &Vault, field: &Field, sealed: &Sealed, typed: &str) -> bool {
    let searches = vault.indexes_for_search(field, typed).expect("indexes");
    searches.iter().any(|AllOf(all)| !all.is_empty() && all.iter().all(|i| sealed.indexes.contains(i)))
}

#[test]
fn finds_by_the_whole_and_by_parts() {
    let vault = vault();
    for (kind, value, typed, found) in [
        ("person_name", "张三丰", "张三丰", true),
        ("person_name", "张三丰", " 张 三 丰 ", true),
        ("person_name", "张三丰", "张", true),
        ("person_name", "张三丰", "张三", true),
        ("person_name", "张三丰", "三丰", true),
        ("person_name", "张三丰", "三", false), // a single character is a surname
        ("person_name", "张三丰", "张丰", false),
        ("person_name", "张三丰", "张三丰年", false),
        ("person_name", "张", "张", true),
        ("person_name", "阿卜杜拉·买买提", "拉买买", true),
        ("person_name", "Li Wei", "LI", true),
        ("person_name", "Li Wei", "liwei", true),
        ("phone", "13812345678", "+86 138-1234-5678", true),
        ("phone", "13812345678", "5678", true),
        ("phone", "13812345678", "1234", false),
        ("phone", "13812345678", "345678", false),
        ("phone", "0851-82345678", "0851 82345678", true),
        ("citizen_id", "11010519491231002X", "11010519491231002x", true),
        ("citizen_id", "11010519491231002X", "31002x", true),
        ("citizen_id", "11010519491231002X", "110105", false),
        ("address", "长岭北路 8号", "长岭北路8号", true),
        ("address", "长岭北路8号", "长岭北路", false),
        ("person_name", "张三", "", false),
    ] {
        let field = field("it", kind);
        assert_eq!(finds(&vault, &field, &seal(&vault, &field, value), typed), found, "{value} by {typed:?}");
    }
}

#[test]
fn indexes_of_fields_parts_and_keys_have_nothing_in_common() {
    let name = field("name", "person_name");
    let all = [
        seal(&vault(), &name, "张三"),
        seal(&vault(), &field("guardian", "person_name"), "张三"),
        seal(&Vault::new(key(2), 1).expect("a vault"), &name, "张三"),
    ];
    let distinct: BTreeSet<_> = all.iter().flat_map(|sealed| &sealed.indexes).collect();
    assert_eq!(distinct.len(), 9, "whole, first and pair, three times");
    assert!(distinct.iter().all(|index| index.len() == TAG_BYTES));
    let whole = vault().indexes_of_whole(&name, &Secret::new("张三")).expect("indexes");
    assert!(all[0].indexes.contains(&whole[0]) && whole.len() == 1);
}

#[test]
fn a_token_tells_one_subject_field_and_value() {
    let vault = vault();
    let token =
        |n, field: &str, value: &str| vault.token(&person(n), field, &Secret::new(value)).expect("a token");
    let one = token(1, "phone", "13812345678");
    assert!(is_sealed(&one), "{one}");
    assert_eq!(one, token(1, "phone", "13812345678"));
    let others = [
        token(2, "phone", "13812345678"),
        token(1, "phone2", "13812345678"),
        token(1, "phone", "13812345679"),
    ];
    assert!(!others.contains(&one));
    assert!(!vault.is_token_of(&one, &person(2), "phone", &Secret::new("13812345678")));
}

#[test]
fn nothing_that_prints_itself_prints_a_value_or_key() {
    let vault = vault();
    let value = Secret::new("13812345678");
    let sealed = vault.seal(&person(1), &field("phone", "phone"), &value, [7; NONCE_BYTES]).expect("sealed");
    let searches = vault.indexes_for_search(&field("phone", "phone"), value.expose());
    let printed =
        format!("{value:?} {value:#?} {vault:?} {vault:#?} {sealed:?} {searches:?} {:?}", Error::Altered);
    assert!(!printed.contains("13812345678") && !printed.contains("5678"), "{printed}");
    let plain = format!("{:?}", &key(1)[..4]);
    assert!(!printed.contains(plain.trim_matches(['[', ']'])), "{printed}");
    assert!(!sealed.bytes.windows(11).any(|bytes| bytes == value.expose().as_bytes()));
}

#[test]
fn errors_have_code_words_and_hint() {
    let all = [
        Error::WeakKey,
        Error::VersionTaken(2),
        Error::UnknownVersion(2),
        Error::Cut,
        Error::Altered,
        Error::Refused,
    ];
    let codes: BTreeSet<_> = all.iter().map(|e| e.code()).collect();
    assert_eq!(codes.len(), all.len());
    assert!(
        all.iter().all(|e| !e.says().zh.is_empty() && !e.hint().en.is_empty() && !e.to_string().is_empty())
    );
}
