//! Analyses of cases and counts: how fast it spreads, whether there are more than was to be expected, what it means for
//! areas.
//!
//! Not here: formulas (`epi`); what a plan makes of it.

pub mod areas;
mod areas_export;
mod detect;
mod review;
mod spread;

use crate::{
    error::{Answer, Fault},
    state::Doors,
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Most cases that are analysed at once.
const CASES_MAX: usize = 50_000;

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(areas::show_areas))
        .routes(routes!(areas_export::export_areas))
        .routes(routes!(detect::show_detection))
        .routes(routes!(review::review_detection))
        .routes(routes!(spread::show_spread))
}

/// Mean and standard deviation of a serial interval, both or none.
pub fn serial_interval(mean: Option<f64>, sd: Option<f64>) -> Answer<Option<(f64, f64)>> {
    match (mean, sd) {
        (None, None) => Ok(None),
        (Some(mean), Some(sd)) if mean > 1.0 && mean < 366.0 && sd > 0.0 && sd < 366.0 => {
            Ok(Some((mean, sd)))
        }
        (None, Some(_)) => Err(Fault::BadParameter("si_mean")),
        (Some(mean), _) if !(mean > 1.0 && mean < 366.0) => Err(Fault::BadParameter("si_mean")),
        _ => Err(Fault::BadParameter("si_sd")),
    }
}

/// A whole number within a range, or what holds without it.
fn whole(
    given: Option<u16>,
    default: u16,
    within: std::ops::RangeInclusive<u16>,
    name: &'static str,
) -> Answer<usize> {
    let n = given.unwrap_or(default);
    if within.contains(&n) { Ok(usize::from(n)) } else { Err(Fault::BadParameter(name)) }
}
