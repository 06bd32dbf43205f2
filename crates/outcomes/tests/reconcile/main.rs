//! `reconcile` in tables of text: what the plan says, one line an outcome, and what is entered in the history.
//!
//! Not here: why the plan says so (`plan`), what is stored and sent (`intake`).

mod life;

use life::{Life, at, fact, verdict};
use outcomes::{ChangeKind, DutyState, change::Change};
use proptest::prelude::*;

#[test]
fn a_duty_opens_and_is_fulfilled() {
    let mut life = Life::default();
    life.says("08:01", "duty wash", "Opened duty wash → teacher@o").says("08:30", "duty wash", "").says(
        "09:01",
        "duty wash done=09:00",
        "Fulfilled duty wash → officer@o",
    );
    assert_eq!(life.state("wash"), DutyState::Done);
}

#[test]
fn at_its_deadline_it_is_in_time_and_after_it_late() {
    let mut life = Life::default();
    life.says("08:01", "duty wash", "Opened duty wash → teacher@o")
        .says("10:00", "duty wash", "")
        .says("10:01", "duty wash", "Late duty wash")
        .says("10:02", "duty wash", "");
    assert_eq!(life.state("wash"), DutyState::Overdue);
    life.says("11:01", "duty wash done=11:00", "DoneLate duty wash → officer@o");
    let mut life = Life::default();
    life.says("09:00", "duty wash", "Opened duty wash → teacher@o").says(
        "11:00",
        "duty wash done=10:00",
        "Fulfilled duty wash → officer@o",
    );
}

#[test]
fn recorded_late_but_done_in_time_is_in_time() {
    let mut life = Life::default();
    life.says("08:01", "duty wash", "Opened duty wash → teacher@o")
        .says("10:01", "duty wash", "Late duty wash")
        .says("12:00", "duty wash done=09:59", "Fulfilled duty wash → officer@o");
}

#[test]
fn missed_or_waived_it_ends_and_nobody_is_told() {
    let mut life = Life::default();
    life.says("08:01", "duty wash expires=11:00", "Opened duty wash → teacher@o").says(
        "11:00",
        "duty wash expires=11:00 missed",
        "Missed duty wash",
    );
    let mut life = Life::default();
    life.says("08:01", "duty wash", "Opened duty wash → teacher@o").says(
        "09:00",
        "duty wash waived=w",
        "Waived duty wash",
    );
    assert_eq!(life.state("wash"), DutyState::Waived);
}

#[test]
fn what_turned_out_not_to_be_is_withdrawn_once_and_may_come_back() {
    let mut life = Life::default();
    life.says("08:01", "duty wash", "Opened duty wash → teacher@o").says("08:30", "", "Withdrawn duty wash");
    assert_eq!(life.state("wash"), DutyState::Withdrawn);
    life.says("08:31", "", "").says("08:40", "duty wash", "Reopened duty wash");
    assert_eq!(life.state("wash"), DutyState::Open);
}

#[test]
fn what_was_done_opens_again_when_the_doing_turned_out_not_to_be() {
    let mut life = Life::default();
    life.says("08:01", "duty wash", "Opened duty wash → teacher@o")
        .says("09:01", "duty wash done=09:00", "Fulfilled duty wash → officer@o")
        .says("09:30", "duty wash", "Reopened duty wash")
        .says("10:30", "duty wash", "Late duty wash")
        .says("10:40", "duty wash done=09:00", "Fulfilled duty wash → officer@o")
        .says("10:50", "duty wash", "Reopened duty wash");
    assert_eq!(life.state("wash"), DutyState::Overdue);
}

#[test]
fn other_dates_or_another_owner_are_a_change() {
    let mut life = Life::default();
    life.says("08:01", "duty wash", "Opened duty wash → teacher@o")
        .says("08:10", "duty wash due=11:00", "Changed duty wash")
        .says("08:20", "duty wash due=11:00 owner=nobody", "Changed duty wash");
    assert!(life.standing.duties.values().all(|d| d.holder.is_none()));
}

#[test]
fn reminders_and_escalations_come_once_each_to_whom_they_concern() {
    let said = "duty wash remind=09:30 escalate=10:00";
    let mut life = Life::default();
    life.says("08:01", said, "Opened duty wash → teacher@o")
        .says("09:29", said, "")
        .says("09:30", said, "Reminded duty wash → teacher@o")
        .says("09:31", said, "")
        .says("10:00", said, "Escalated duty wash → head@o")
        .says("10:01", said, "Late duty wash")
        .says("10:02", said, "");
    let mut slept = Life::default();
    slept.says("08:01", said, "Opened duty wash → teacher@o").says(
        "11:00",
        said,
        "Late duty wash
         Reminded wash → teacher@o
         Escalated wash → head@o",
    );
    let mut done = Life::default();
    done.says("08:01", said, "Opened duty wash → teacher@o").says(
        "10:30",
        &format!("{said} done=09:00"),
        "Fulfilled duty wash → officer@o",
    );
}

#[test]
fn late_on_arrival_reminds_and_escalates_nobody() {
    let said = "duty wash arrived_late remind=09:30 escalate=11:00";
    let mut life = Life::default();
    life.says("10:30", said, "Opened duty wash\nLate duty wash")
        .says("11:00", said, "")
        .says("12:00", said, "");
}

#[test]
fn an_import_of_history_tells_nobody() {
    let said = "duty wash quiet remind=09:30 escalate=10:00\n alert fire quiet";
    let mut life = Life { quiet: true, ..Life::default() };
    life.says("08:01", said, "Opened duty wash\nOpened alert fire");
    // Nor later, when it is not the import that is looked at.
    life.quiet = false;
    life.says("10:01", said, "Late duty wash").says(
        "11:01",
        "duty wash done=11:00\n alert fire quiet",
        "DoneLate duty wash → officer@o",
    );
}

#[test]
fn what_only_an_import_touched_is_told_when_time_brought_it() {
    let mut life = Life { quiet: true, ..Life::default() };
    life.says("08:01", "duty wash remind=09:30\n alert fire", "Opened duty wash\nOpened alert fire")
        .says(
            "09:30",
            "duty wash remind=09:30\n duty round slot\n alert fire",
            "Opened duty round → teacher@o
             Reminded duty wash → teacher@o",
        )
        .says(
            "10:01",
            "duty wash done=10:00\n duty round slot\n alert fire",
            "Late duty round\nFulfilled duty wash",
        );
}

#[test]
fn what_lies_before_the_horizon_is_left_alone() {
    let all =
        "duty wash from=08:00\n status sick from=08:00\n course stay from=08:00\n alert fire from=08:00";
    let mut life = Life::default();
    life.says(
        "09:00",
        all,
        "Opened duty wash → teacher@o
         Opened status sick
         Opened course stay
         Opened alert fire → head@o",
    );
    life.horizon = Some(at("08:30"));
    life.says("09:01", "", "");
    life.horizon = Some(at("08:00"));
    life.says(
        "09:02",
        "",
        "Withdrawn duty wash
         Withdrawn status sick
         Withdrawn course stay
         Withdrawn alert fire",
    )
    .says("09:03", "", "");
}

#[test]
fn slots_of_a_routine_are_judged_since_when_the_rule_says() {
    let mut life = Life::default();
    life.says("09:00", "duty wash rule=daily", "Opened duty wash → teacher@o")
        .says("09:10", "judged_since daily at=08:30", "")
        .says("09:20", "judged_since daily at=08:00", "Withdrawn duty wash");
}

#[test]
fn courses_open_change_end_go_on_and_are_withdrawn() {
    let mut life = Life::default();
    life.says("08:01", "course stay", "Opened course stay")
        .says("08:02", "course stay", "")
        .says("08:03", "course stay last=2026-09-05", "Changed course stay")
        .says("09:00", "course stay ended=09:00", "Ended course stay")
        .says("09:10", "course stay last=2026-09-05", "Reopened course stay")
        .says("09:20", "", "Withdrawn course stay")
        .says("09:30", "course stay", "Reopened course stay");
}

#[test]
fn statuses_open_change_and_are_withdrawn_as_if_they_never_lasted() {
    let mut life = Life::default();
    life.says("08:01", "status sick", "Opened status sick")
        .says("08:02", "status sick until=12:00", "Changed status sick")
        .says("08:03", "status sick until=12:00", "")
        .says("08:04", "", "Withdrawn status sick")
        .says("08:05", "", "")
        .says("08:06", "status sick value=well", "Reopened status sick");
}

#[test]
fn alerts_tell_their_receivers_until_somebody_took_note() {
    let mut life = Life::default();
    life.says("08:01", "alert fire", "Opened alert fire → head@o")
        .says("08:02", "alert fire until=12:00", "Changed alert fire")
        .says("08:03", "alert fire until=12:00 seen=08:03", "Acknowledged alert fire")
        .says("08:04", "alert fire until=12:00 seen=08:03", "")
        .says("08:05", "", "Withdrawn alert fire")
        .says("08:06", "alert fire", "Reopened alert fire → head@o");
}

#[test]
fn statuses_and_alerts_end_once_when_their_time_comes() {
    let both = "status sick until=12:00\n alert fire until=11:00";
    let mut life = Life::default();
    life.says("08:01", both, "Opened status sick\nOpened alert fire → head@o")
        .says("10:59", both, "")
        .says("11:00", both, "Ended alert fire")
        .says("11:01", both, "")
        .says("12:30", both, "Ended status sick")
        .says("12:31", both, "");
    // Ended by what was reported, and not after all.
    life.says(
        "12:40",
        "status sick\n alert fire until=13:00",
        "Reopened status sick\nReopened alert fire → head@o",
    )
    .says("12:50", "status sick until=12:45\n alert fire until=13:00", "Ended status sick")
    .says(
        "12:55",
        "status sick until=12:46\n alert fire until=13:00 seen=12:52",
        "Changed status sick\nAcknowledged alert fire",
    )
    .says("13:00", "status sick until=12:46\n alert fire until=13:00 seen=12:52", "Ended alert fire");
}

#[test]
fn what_is_over_when_it_becomes_known_opens_and_ends() {
    let mut life = Life::default();
    life.says(
        "13:00",
        "status sick until=12:00\n alert fire until=11:00",
        "Opened status sick
         Ended status sick
         Opened alert fire → head@o
         Ended alert fire",
    );
}

#[test]
fn what_is_under_way_says_how_far_back_to_look() {
    let mut life = Life::default();
    let said = "duty wash from=08:00\n duty done from=07:00 done=09:00\n status sick from=07:30 until=09:30\n course stay from=07:10 ended=08:00\n alert fire from=07:20 until=08:00";
    life.reconcile(at("09:00"), verdict(said));
    assert_eq!(life.standing.under_way_since(at("09:00")), Some(at("07:00")), "what was done just then");
    assert_eq!(life.standing.under_way_since(at("09:01")), Some(at("07:30")));
    assert_eq!(life.standing.under_way_since(at("09:31")), Some(at("08:00")));
    assert_eq!(life.standing.owed_since(at("09:01")).get("r"), Some(&at("08:00")));
    assert_eq!(life.standing.owed_since(at("09:00")).get("r"), Some(&at("07:00")));
    assert_eq!(life.standing.spent()[&fact("d")][0].key.name(), "done");
}

fn minutes() -> impl Strategy<Value = String> {
    (7..12u8, 0..60u8).prop_map(|(h, m)| format!("{h:02}:{m:02}"))
}

fn said() -> impl Strategy<Value = String> {
    let end = prop_oneof![
        Just(String::new()),
        minutes().prop_map(|t| format!("done={t}")),
        Just("missed".to_owned()),
        Just("waived=w".to_owned()),
        Just("arrived_late".to_owned()),
    ];
    let name = prop_oneof![Just("a"), Just("b"), Just("c")];
    let duty = (name.clone(), minutes(), minutes(), end, minutes())
        .prop_map(|(n, f, d, e, r)| format!("duty {n} from={f} due={d} {e} remind={r} escalate={r}"));
    let status =
        (name.clone(), minutes(), minutes()).prop_map(|(n, f, u)| format!("status {n} from={f} until={u}"));
    let course = (name.clone(), minutes(), prop::option::of(minutes())).prop_map(|(n, f, e)| {
        format!("course {n} from={f} {}", e.map(|e| format!("ended={e}")).unwrap_or_default())
    });
    let alert = (name, minutes(), prop::option::of(minutes())).prop_map(|(n, f, s)| {
        format!("alert {n} from={f} {}", s.map(|s| format!("seen={s}")).unwrap_or_default())
    });
    let one = prop_oneof![3 => duty, 1 => status, 1 => course, 1 => alert];
    prop::collection::vec(one, 0..6).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What was applied stands: saying the same again changes nothing, and each change leaves the row that it names.
    #[test]
    fn saying_the_same_again_changes_nothing(
        steps in prop::collection::vec((minutes(), said(), any::<bool>()), 1..8),
        horizon in prop::option::of(minutes()),
    ) {
        let mut steps = steps;
        steps.sort_by(|a, b| a.0.cmp(&b.0));
        let mut life = Life { horizon: horizon.map(|t| at(&t)), ..Life::default() };
        for (time, text, quiet) in &steps {
            life.quiet = *quiet;
            let changes = life.reconcile(at(time), verdict(text));
            let nudge = |c: &Change| matches!(c.kind, ChangeKind::Reminded | ChangeKind::Escalated);
            if *quiet {
                prop_assert!(changes.iter().all(|c| nudge(c) || c.tell.is_empty()), "{changes:?}");
            }
            prop_assert!(changes.iter().all(|c| c.row.is_none() == nudge(c)));
            let again = life.reconcile(at(time), verdict(text));
            prop_assert_eq!(again, Vec::new());
            for (key, due) in verdict(text).duties {
                prop_assert_eq!(&life.standing.duties[&key].due, &due);
            }
        }
    }
}
