//! The contract that every home keeps: one suite of functions over `&dyn Home`, run on all of them. A test fails, and
//! is never skipped, when PostgreSQL is not installed.
//!
//! Not here: what the engines do underneath (unit tests beside the code).

mod chain;
mod counters;
mod doors;
mod house;
mod lists;
mod made;
mod outcomes;
mod purge;
mod random;
mod standings;
mod statements;
mod subjects;
mod tls;

use std::panic::{AssertUnwindSafe, catch_unwind};
use store::Home;

/// Functions with their names.
macro_rules! suite {
    ($($theme:ident: $($name:ident)+;)+) => {
        &[$($((concat!(stringify!($theme), "::", stringify!($name)), $theme::$name)),+),+]
    };
}

type Function = fn(&dyn Home);

const CONTRACT: &[(&str, Function)] = suite! {
    chain: facts_come_back_as_they_went_in a_chain_of_corrections_comes_whole a_fact_is_added_once
        a_failed_write_leaves_no_trace an_error_passed_over_is_not_committed a_panic_leaves_no_trace
        shards_do_not_see_each_other purged_facts_keep_their_commitment tampering_is_found;
    subjects: the_tree_of_organisations memberships_are_dated assignments_are_replaced_by_root
        matches_are_news_once readings_go_both_ways an_organisation_moves_with_all_that_is_below_it;
    outcomes: standing_comes_whole moments_are_replaced touched_subjects_wait_in_order
        messages_are_idempotent clearing_leaves_what_cannot_be_computed;
    counters: counters_follow_contributions persons_are_counted_once;
    doors: notes_are_listed_by_prefix notes_are_forgotten_when_their_time_is_over
        sealed_fields_are_found_by_index packs_and_adoptions;
    purge: what_is_due_is_found_in_order outcomes_go_with_their_history_and_messages
        counters_outlive_their_contributions one_sealed_field_goes a_house_stands_on_its_baseline;
    lists: duties_are_paged_in_order_of_due duties_are_tallied_by_stretch_and_state a_subtree_is_all_one_sees
        whoever_belongs_to_two_is_seen_from_both many_and_few_are_listed_alike facts_that_hold_are_listed
        subjects_are_found_by_text history_messages_and_contributions a_foreign_key_is_refused;
    standings: alerts_and_courses alerts_and_courses_are_searched statuses_that_hold_are_listed;
};

/// Runs every function on a new home; tells all that failed, not only the first.
fn keeps_the_contract(mut new_home: impl FnMut() -> Box<dyn Home>) {
    let failed: Vec<&str> = CONTRACT
        .iter()
        .filter(|(_, function)| {
            let home = new_home();
            catch_unwind(AssertUnwindSafe(|| function(&*home))).is_err()
        })
        .map(|(name, _)| *name)
        .collect();
    assert!(failed.is_empty(), "this home does not keep: {failed:#?}");
}

#[test]
fn the_contract_holds_in_memory() {
    keeps_the_contract(|| Box::new(store::memory::Memory::default()));
}

#[test]
fn the_contract_holds_on_sqlite() {
    let mut folders = Vec::new();
    keeps_the_contract(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let home = made::sqlite(&folder);
        folders.push(folder);
        home
    });
}

#[test]
fn the_contract_holds_on_postgres() {
    keeps_the_contract(made::postgres);
}
