//! Two real outbreaks reconstructed from dates and contacts: Hagelloch 1861 (the source of 184 of 188 children is known)
//! and Singapore 2020 (65 pairs of cases were said to be related). Each test prints the share that is found.

use crate::table::{Row, read};
use epi::chain::{
    sources::{ChainCase, ChainParameters, Sources, sources},
    tree::tree,
};
use epi::spread::serial;
use std::collections::{BTreeMap, BTreeSet};

const COMPLETE: ChainParameters =
    ChainParameters { serial: &[], unknown_weight: 0.0, infectious_days_before: 0, infectious_days_after: 0 };

/// Right sources, counted so that equally probable ones share the credit; and the mean probability of the right one.
fn score(found: &[Sources], truth: &[Option<usize>]) -> (f64, f64) {
    let (mut right, mut chance, mut known) = (0.0, 0.0, 0.0);
    for (sources, truth) in found.iter().zip(truth) {
        let Some(truth) = truth else { continue };
        known += 1.0;
        let Some(best) = sources.candidates.first() else { continue };
        let top: Vec<usize> = sources
            .candidates
            .iter()
            .filter(|c| c.probability > best.probability * (1.0 - 1e-9))
            .map(|c| c.source)
            .collect();
        right += if top.contains(truth) { 1.0 / top.len() as f64 } else { 0.0 };
        chance += sources.candidates.iter().find(|c| c.source == *truth).map_or(0.0, |c| c.probability);
    }
    (right / known, chance / known)
}

#[test]
fn hagelloch_is_reconstructed() {
    let rows = read("hagelloch.csv");
    let place: BTreeMap<&str, usize> =
        rows.iter().enumerate().map(|(index, row)| (row.text("case"), index)).collect();
    let truth: Vec<Option<usize>> = rows.iter().map(|row| place.get(row.text("infector")).copied()).collect();
    assert_eq!(truth.iter().flatten().count(), 184);
    let cases: Vec<ChainCase> =
        rows.iter().map(|row| ChainCase { onset: row.date("prodrome"), ..ChainCase::default() }).collect();
    // Round numbers for measles, not taken from these links.
    let serial = serial::discretised(11.0, 3.0, 60).expect("a distribution");
    let parameters = ChainParameters { serial: &serial, ..COMPLETE };
    let same = |column: &str, i: usize, j: usize| rows[i].text(column) == rows[j].text(column);
    let met = |i: usize, j: usize| {
        if same("family", i, j) {
            50.0
        } else if same("class", i, j) && rows[i].text("class") != "0" {
            20.0
        } else {
            1.0
        }
    };
    let metres = |i: usize, j: usize| {
        let square = |column: &str| (rows[i].value(column) - rows[j].value(column)).powi(2);
        (square("x") + square("y")).sqrt()
    };
    // Among those who share neither family nor class, neighbours meet more.
    let near =
        |i: usize, j: usize| met(i, j) * if met(i, j) > 1.0 { 1.0 } else { (-metres(i, j) / 50.0).exp() };
    let share = |what: &str, contact: &dyn Fn(usize, usize) -> f64| {
        let (found, problems) = sources(&cases, contact, &parameters);
        assert!(problems.is_empty(), "{problems:?}");
        let (right, chance) = score(&found, &truth);
        println!(
            "Hagelloch, {what}: right {:.1} of 184 ({right:.3}), mean probability {chance:.3}",
            right * 184.0
        );
        right
    };
    let dates = share("dates alone", &|_, _| 1.0);
    let contacts = share("dates, family and class", &met);
    let distance = share("dates, family, class and distance", &near);
    assert!(dates < 0.2, "{dates}");
    assert!(contacts > 0.65, "{contacts}");
    assert!(distance > 0.69, "{distance}");
    let (found, _) = sources(&cases, near, &parameters);
    let tree = tree(&cases, &found, 0.0);
    let mean = tree.serial_mean.expect("intervals");
    assert!((mean - 10.39).abs() < 1.0, "the known links have 10.39 days, these {mean}");
}

#[test]
fn singapores_pairs_are_found() {
    let rows: Vec<Row> = read("singapore.csv");
    let place: BTreeMap<&str, usize> =
        rows.iter().enumerate().map(|(index, row)| (row.text("case"), index)).collect();
    let pairs: BTreeSet<(usize, usize)> = read("singapore_pairs.csv")
        .iter()
        .map(|row| (place[row.text("a")], place[row.text("b")]))
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    assert_eq!(pairs.len(), 65);
    // Cases without symptoms stand by their confirmation.
    let cases: Vec<ChainCase> = rows
        .iter()
        .map(|row| ChainCase {
            onset: row.date("onset").or(row.date("confirmed")),
            infected_from: row.date("infected_from"),
            infected_to: row.date("infected_to"),
            imported: false,
        })
        .collect();
    let serial = serial::discretised(4.7, 2.9, 40).expect("a distribution");
    let clusters = |i: usize| rows[i].text("cluster").split(',').map(str::trim).filter(|c| !c.is_empty());
    let met = |i: usize, j: usize| if clusters(i).any(|c| clusters(j).any(|d| c == d)) { 100.0 } else { 1.0 };
    let parameters = ChainParameters {
        serial: &serial,
        unknown_weight: 1.0,
        infectious_days_before: 3,
        infectious_days_after: 14,
    };
    let found_with = |contact: &dyn Fn(usize, usize) -> f64| {
        let (found, _) = sources(&cases, contact, &parameters);
        let links = tree(&cases, &found, 0.0).links;
        let right = links.iter().filter(|l| pairs.contains(&(l.from.min(l.to), l.from.max(l.to)))).count();
        let among: usize = pairs
            .iter()
            .filter(|(a, b)| {
                let names = |x: usize, y: usize| found[x].candidates.iter().take(3).any(|c| c.source == y);
                names(*a, *b) || names(*b, *a)
            })
            .count();
        (links.len(), right, among)
    };
    let (links, right, among) = found_with(&met);
    println!(
        "Singapore, dates and clusters: {links} links, {right} of them among the 65 pairs; {among} of the 65 pairs among the three best sources of one of the two"
    );
    let (links, right, among) = found_with(&|_, _| 1.0);
    println!(
        "Singapore, dates alone: {links} links, {right} among the pairs; {among} pairs among the three best"
    );
}
