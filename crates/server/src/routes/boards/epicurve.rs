//! A curve by civil day.

use super::completion::top_org;
use crate::caller::Caller;
use crate::extract::Params;
use crate::{
    desk::Desk,
    lists::{self, ROWS_MAX},
    routes::facts::seen_ledgers,
};
use crate::{
    error::{Answer, ErrorBody, Fault},
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{
    Date, Name, Privacy,
    time::{add_days, days_between},
};
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use store::{CounterAsk, CounterBy, query::ListOf};
use utoipa::IntoParams;
use views::board::Curve;
use views::board::{CURVE_DAYS_MAX, curve};

/// Parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShowCurve {
    /// A number of a report.
    pub indicator: Option<String>,
    /// Or the facts of a ledger.
    pub ledger: Option<String>,
    /// At or below this organisation; default: everything that the viewer may see.
    pub under: Option<String>,
    /// First civil day; default: 30 days ago.
    pub from: Option<String>,
    /// Last civil day; default: today.
    pub until: Option<String>,
}

/// A curve by civil day.
#[utoipa::path(
    get,
    path = "/boards/epicurve",
    tag = "boards",
    params(ShowCurve),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = Curve), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_epicurve(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<ShowCurve>,
) -> Answer<Json<Curve>> {
    let zone = doors.house.zone;
    let until = lists::date(ask.until.as_ref(), zone, "until")?.unwrap_or_else(|| zone.date_of(doors.now()));
    let from = lists::date(ask.from.as_ref(), zone, "from")?.unwrap_or_else(|| add_days(until, -29));
    if !(0..=CURVE_DAYS_MAX).contains(&days_between(from, until)) {
        return Err(Fault::BadParameter("from"));
    }
    let drawn = doors.desk(&caller, move |desk| {
        let top = top_org(desk, ask.under.as_deref())?;
        match (&ask.indicator, &ask.ledger) {
            (Some(indicator), _) if !indicator.is_empty() => {
                let counted = by_counter(desk, indicator, &top.path, (from, until))?;
                Ok(curve(indicator.clone(), from, until, &counted, true))
            }
            (_, Some(ledger)) if !ledger.is_empty() => {
                let (counted, complete) = by_facts(desk, ledger, &top.path, (from, until))?;
                Ok(curve(ledger.clone(), from, until, &counted, complete))
            }
            _ => Err(Fault::BadParameter("indicator")),
        }
    });
    Ok(Json(drawn.await?))
}

/// Most facts that are counted one by one.
const FACTS_MAX: usize = 100_000;

/// A number of a report by civil day.
pub fn by_counter(
    desk: &mut Desk<'_>,
    indicator: &str,
    path: &SmolStr,
    days: (Date, Date),
) -> Answer<BTreeMap<Date, i64>> {
    let known = desk.book.reports().values().any(|r| r.indicators.iter().any(|i| i.id.as_str() == indicator));
    if !known {
        return Err(Fault::BadParameter("indicator"));
    }
    let ask = CounterAsk {
        indicator: Name::new(indicator),
        path: path.clone(),
        from: days.0,
        to: days.1,
        by: CounterBy::Day,
    };
    let counted = desk.read.counters(&ask)?;
    Ok(counted.into_iter().filter_map(|(day, n)| Some((day.parse().ok()?, n))).collect())
}

/// Facts of a ledger by civil day; false when there were more than could be counted.
pub fn by_facts(
    desk: &mut Desk<'_>,
    ledger: &str,
    path: &SmolStr,
    (from, until): (Date, Date),
) -> Answer<(BTreeMap<Date, i64>, bool)> {
    let zone = desk.house.zone;
    let ledgers = seen_ledgers(desk, &[ledger.to_owned()])?;
    let privacy = desk.book.ledgers.get(ledger).map_or(Privacy::Internal, |l| l.privacy.min(Privacy::Health));
    if ledgers.is_empty() || !desk.scope.may_see(path, privacy) {
        return Err(Fault::NotAllowed);
    }
    let (mut counted, mut seen, mut after) = (BTreeMap::new(), 0, None);
    loop {
        let of = ListOf::Facts {
            ledgers: ledgers.clone(),
            subject: None,
            from: Some(zone.start_of(from)),
            until: Some(zone.start_of(add_days(until, 1))),
            holding: true,
        };
        let page = desk.page(of, vec![path.clone()], ROWS_MAX, after)?;
        let (facts, next) = lists::only(page, lists::fact);
        seen += facts.len();
        for fact in facts {
            *counted.entry(zone.date_of(fact.fact.at)).or_insert(0) += 1;
        }
        after = next;
        if after.is_none() || seen >= FACTS_MAX {
            return Ok((counted, after.is_none()));
        }
    }
}
