//! Areas on a day: the situation of each, its zone, its colour, what rules say of it.
//!
//! Reading order: the handler, `areas_of` (also for the file), then where the parts come from.
//!
//! Not here: what follows from the parts (`views::area`), shapes of areas (`routes::areas`).

use super::CASES_MAX;
use crate::caller::Caller;
use crate::extract::Params;
use crate::routes::{
    cases::{list::AskedCases, look::look_at_all, persons_of},
    chains::groups_of,
};
use crate::{
    desk::{Desk, org_node},
    error::{Answer, ErrorBody, Fault},
    lists,
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Date, Instant, Name, Privacy, SubjectId, Value, time::add_days};
use outcomes::StatusRow;
use plan::{
    Pack,
    program::{AreaRules, DoneBy},
};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{SubjectRow, query::ListOf};
use utoipa::IntoParams;
use views::{
    area::{AreaChoice, AreaKnown, AreaMapView, AreaParts, KnownCase, area_view, known_case, rules_view},
    words::Words,
};

/// Which areas, on which day.
#[derive(Clone, Debug, Default, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedAreas {
    /// By the cases of these diseases, with commas: codes of the case report; default all.
    pub disease: Option<String>,
    /// On this civil day; default today.
    pub at: Option<String>,
    /// Only organisations of these kinds, with commas; default all that are areas.
    pub kind: Option<String>,
    /// At or below this organisation; default: everything that the viewer may see.
    pub org: Option<String>,
    /// Judged by these rules (`pack/area`); default the first that are in force.
    pub rules: Option<String>,
}

/// Areas on a day: the situation of each, its zone, its colour, what rules say of it. From cases as they are known now, by
/// the rules that are in force now; statuses as they held on that day.
#[utoipa::path(
    get,
    path = "/analyses/areas",
    tag = "analyses",
    params(AskedAreas),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = AreaMapView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_areas(
    State(doors): State<Doors>,
    caller: Caller,
    Params(asked): Params<AskedAreas>,
) -> Answer<Json<AreaMapView>> {
    Ok(Json(doors.desk(&caller, move |desk| areas_of(desk, &asked)).await?))
}

/// Rules of areas that are in force below a path.
struct InForce {
    pack: Arc<Pack>,
    place: usize,
    path: SmolStr,
}

impl InForce {
    fn rules(&self) -> &AreaRules {
        &self.pack.areas[self.place]
    }
}

/// An area that is to be judged.
struct Judged {
    row: SubjectRow,
    /// Place of the rules in force.
    by: usize,
}

/// The areas that are asked for, as the caller sees them.
pub fn areas_of(desk: &mut Desk<'_>, asked: &AskedAreas) -> Answer<AreaMapView> {
    let zone = desk.house.zone;
    let today = zone.date_of(desk.now);
    let at = lists::date(asked.at.as_ref(), zone, "at")?.unwrap_or(today);
    if at > today {
        return Err(Fault::BadParameter("at"));
    }
    let end_of_day = Instant(zone.start_of(add_days(at, 1)).0 - 1);
    let moment = desk.now.min(end_of_day);
    // A day of the past is judged by the rules of today: so that days can be compared.
    let all = in_force(desk, desk.now)?;
    let choices = choices(&all);
    let chosen = match asked.rules.as_deref().filter(|id| !id.is_empty()) {
        Some(id) if choices.iter().all(|choice| choice.id != id) => return Err(Fault::BadParameter("rules")),
        Some(id) => Some(id.to_owned()),
        None => choices.first().map(|choice| choice.id.clone()),
    };
    let force: Vec<InForce> =
        all.into_iter().filter(|f| Some(f.rules().id.as_str()) == chosen.as_deref()).collect();
    let judged = areas(desk, asked, &force)?;
    let known = known_cases(desk, asked, &force, at)?;
    let statuses = statuses(desk, &force, &judged, moment)?;
    let tests = tests(desk, &force, &judged, moment)?;
    let names = desk.names(judged.iter().map(|area| area.row.id.clone()))?;
    let lens = desk.lens(&names);
    let view = |area: &Judged| {
        let (force, node) = (&force[area.by], org_node(&area.row));
        let rules = force.rules();
        let population = rules.population.as_ref().and_then(|field| area.row.profile.get(field));
        let held = statuses.get(&area.row.id).into_iter().flatten().collect();
        area_view(
            &lens,
            &AreaParts {
                org: &node,
                population: population.and_then(Value::as_number).map(|n| n.scaled() as f64 / 10_000.0),
                rules,
                rules_at: area.by,
                known: AreaKnown::of(&known[area.by], &area.row.path, rules, at),
                statuses: held,
                tests: tests.get(&area.row.id).map_or(&[], Vec::as_slice),
                today: at,
            },
        )
    };
    let inside = |case: &KnownCase| {
        case.paths.iter().any(|own| judged.iter().any(|area| own.starts_with(area.row.path.as_str())))
    };
    Ok(AreaMapView {
        at: at.to_string(),
        choices,
        elsewhere: known.first().map_or(0, |cases| cases.iter().filter(|case| !inside(case)).count()),
        rules: force.iter().map(|f| rules_view(&lens, &f.pack, f.rules())).collect(),
        areas: judged.iter().map(view).collect(),
    })
}

/// The organisations that are areas by any rules in force now, in order of the tree.
pub fn area_rows(desk: &mut Desk<'_>, asked: &AskedAreas) -> Answer<Vec<SubjectRow>> {
    let force = in_force(desk, desk.now)?;
    Ok(areas(desk, asked, &force)?.into_iter().map(|area| area.row).collect())
}

/// All rules of areas that are in force then, with the paths below which they are.
fn in_force(desk: &mut Desk<'_>, moment: Instant) -> Answer<Vec<InForce>> {
    let force = desk.house.in_force();
    let mut found: Vec<InForce> = Vec::new();
    for adoption in &force.plan.adoptions {
        let holds = adoption.from <= moment && adoption.until.is_none_or(|until| moment < until);
        if !holds {
            continue;
        }
        let path = desk.path(&adoption.scope)?;
        let seen = desk.scope.paths_for(Privacy::Health);
        // Plans of places that the caller sees nothing of are none of the caller's.
        if seen.iter().any(|own| own.starts_with(path.as_str()) || path.starts_with(own.as_str())) {
            // In order of time: another version for the same part of the tree takes the place of the one before.
            found.retain(|f| f.pack.id != adoption.pack.id || f.path != path);
            let places = 0..adoption.pack.areas.len();
            found.extend(places.map(|place| InForce {
                pack: adoption.pack.clone(),
                place,
                path: path.clone(),
            }));
        }
    }
    Ok(found)
}

fn choices(all: &[InForce]) -> Vec<AreaChoice> {
    let choice = |f: &InForce| (f.rules().id.clone(), Words::from(&f.rules().title));
    let by_id: BTreeMap<Name, Words> = all.iter().map(choice).collect();
    by_id.into_iter().map(|(id, title)| AreaChoice { id: id.to_string(), title }).collect()
}

/// The areas that the caller may see whole, each with the rules that were adopted nearest above it.
fn areas(desk: &mut Desk<'_>, asked: &AskedAreas, force: &[InForce]) -> Answer<Vec<Judged>> {
    let only = lists::words(asked.kind.as_ref());
    let kinds: BTreeSet<Name> = force.iter().flat_map(|f| f.rules().kinds.iter().cloned()).collect();
    let kinds: Vec<Name> =
        kinds.into_iter().filter(|kind| only.is_empty() || only.iter().any(|k| k == kind.as_str())).collect();
    let tops = match asked.org.as_deref().filter(|org| !org.is_empty()) {
        Some(org) => vec![desk.org(org)?.id],
        None => crate::routes::orgs::tops(desk),
    };
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: BTreeMap<SmolStr, Judged> = BTreeMap::new();
    for top in tops {
        for row in desk.read.orgs_below(&top, &kinds)? {
            let over = |f: &InForce| {
                let own = row.org_kind.as_ref().is_some_and(|kind| f.rules().kinds.contains(kind));
                own && row.path.starts_with(f.path.as_str())
            };
            let nearest = force.iter().enumerate().filter(|(_, f)| over(f)).max_by_key(|(_, f)| f.path.len());
            if let Some((by, _)) = nearest.filter(|_| desk.scope.may_see(&row.path, Privacy::Health)) {
                found.insert(row.path.clone(), Judged { row, by });
            }
        }
    }
    Ok(found.into_values().collect())
}

/// The cases that count, for each of the rules.
fn known_cases(
    desk: &mut Desk<'_>,
    asked: &AskedAreas,
    force: &[InForce],
    at: Date,
) -> Answer<Vec<Vec<KnownCase>>> {
    let Some(days) = force.iter().map(|f| f.rules().look_back_days).max() else { return Ok(Vec::new()) };
    let types: BTreeSet<&str> =
        force.iter().flat_map(|f| f.rules().case_types.iter().map(Name::as_str)).collect();
    let ask = AskedCases {
        disease: asked.disease.clone(),
        case_type: Some(types.into_iter().collect::<Vec<_>>().join(",")),
        org: asked.org.clone(),
        from: Some(add_days(at, -i32::from(days)).to_string()),
        ..AskedCases::default()
    };
    let (book, zone) = (desk.book, desk.house.zone);
    let found = look_at_all(desk, &ask, CASES_MAX)?;
    let cases = found.cases(book, zone);
    let persons = persons_of(&cases);
    let groups = groups_of(desk, &persons)?;
    let paths: BTreeMap<SubjectId, Vec<String>> = desk
        .read
        .subjects(&persons)?
        .into_iter()
        .map(|row| (row.id.clone(), row.paths().map(ToString::to_string).collect()))
        .collect();
    let of_person = |id: &SubjectId| {
        (groups.get(id).map_or(&[][..], Vec::as_slice), paths.get(id).cloned().unwrap_or_default())
    };
    let by = |f: &InForce| {
        let known = cases.iter().filter_map(|case| {
            known_case(&book.ledgers, zone, f.rules(), case, of_person(&case.report.fact.subject), at)
        });
        known.collect()
    };
    Ok(force.iter().map(by).collect())
}

/// The statuses that held of these areas at that moment.
fn statuses(
    desk: &mut Desk<'_>,
    force: &[InForce],
    areas: &[Judged],
    moment: Instant,
) -> Answer<BTreeMap<SubjectId, Vec<StatusRow>>> {
    let names: BTreeSet<Name> = force.iter().flat_map(|f| f.rules().statuses.iter().cloned()).collect();
    let mine: BTreeSet<&SubjectId> = areas.iter().map(|area| &area.row.id).collect();
    let paths = desk.scope.paths_for(Privacy::Internal);
    let mut held: BTreeMap<SubjectId, Vec<StatusRow>> = BTreeMap::new();
    for name in names.into_iter().filter(|_| !mine.is_empty()) {
        let mut after = None;
        loop {
            let list = ListOf::Statuses { name: name.clone(), value: None, at: moment };
            let page = desk.page(list, paths.clone(), lists::ROWS_MAX, after)?;
            let (rows, next) = lists::only(page, lists::status);
            for row in rows.into_iter().filter(|row| mine.contains(&row.subject)) {
                held.entry(row.subject.clone()).or_default().push(row);
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(held)
}

/// The days of finished rounds of tests, by area.
fn tests(
    desk: &mut Desk<'_>,
    force: &[InForce],
    areas: &[Judged],
    moment: Instant,
) -> Answer<BTreeMap<SubjectId, Vec<Date>>> {
    let mut days: BTreeMap<SubjectId, Vec<Date>> = BTreeMap::new();
    for (n, by) in force.iter().enumerate() {
        let Some(tests) = by.rules().zone.as_ref().and_then(|zone| zone.tests.as_ref()) else { continue };
        let ids: Vec<SubjectId> = areas.iter().filter(|a| a.by == n).map(|a| a.row.id.clone()).collect();
        let told = desk.read.facts_about_any(&ids, std::slice::from_ref(&tests.ledger))?;
        for fact in facts::fold::what_holds(told).into_iter().filter(|fact| fact.fact.at <= moment) {
            let (subject, day) = (fact.fact.subject.clone(), desk.house.zone.date_of(fact.fact.at));
            if is_round(desk, tests, fact) {
                days.entry(subject).or_default().push(day);
            }
        }
    }
    Ok(days)
}

fn is_round(desk: &Desk<'_>, tests: &DoneBy, fact: facts::Recorded) -> bool {
    let force = desk.house.in_force();
    let case = plan::CaseFile::empty(fact.fact.subject.clone());
    let fact = Arc::new(fact);
    tests.when.as_ref().is_none_or(|when| plan::evaluate::holds(&force.plan, &case, when, &fact))
}
