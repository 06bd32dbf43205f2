//! Growth rate and doubling time in a stretch of days.
//!
//! Formula: a quasi-Poisson regression ln E(y) = a + r t (see `glm`); doubling time ln 2 / r, halving time if r < 0. The
//! interval of r is normal, r ± z · se; the doubling time's is that of r turned over, and open where r's holds 0. Units: r
//! for each day, times in days. Not here: reproduction numbers.

use crate::glm::{self, Model};
use crate::math::normal;
use crate::problem::{Problem, ProblemKind};
use nalgebra::DMatrix;
use serde::Serialize;

/// Growth in a stretch.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Growth {
    /// r, for each day.
    pub rate: f64,
    /// Lower end of its interval.
    pub rate_low: f64,
    /// Upper end.
    pub rate_high: f64,
    /// ln 2 / r in days; negative is the time of halving.
    pub doubling_days: f64,
    /// ln 2 / `rate_high`: the fastest doubling that the data allow; `None` if they allow none.
    pub doubling_days_low: Option<f64>,
    /// ln 2 / `rate_low`: the slowest; `None` if growth may be none at all.
    pub doubling_days_high: Option<f64>,
}

/// Fits counts by day; missing ones are left out and named. `None` with fewer than three counts or without cases.
pub fn growth(counts: &[Option<f64>], confidence: f64) -> (Option<Growth>, Vec<Problem>) {
    if !(confidence > 0.0 && confidence < 1.0) {
        return (None, vec![Problem::of(ProblemKind::ParameterSenseless)]);
    }
    let mut problems = Vec::new();
    let mut rows: Vec<(f64, f64)> = Vec::new();
    for (day, count) in counts.iter().enumerate() {
        match count {
            Some(count) if count.is_finite() && *count >= 0.0 => rows.push((day as f64, *count)),
            Some(count) => problems.push(Problem::at(ProblemKind::CountSenseless, day).with(*count)),
            None => problems.push(Problem::at(ProblemKind::CountMissing, day)),
        }
    }
    if rows.len() < 3 || rows.iter().all(|(_, count)| *count == 0.0) {
        problems.push(Problem::of(ProblemKind::HistoryShort));
        return (None, problems);
    }
    let design = DMatrix::from_fn(rows.len(), 2, |row, column| if column == 0 { 1.0 } else { rows[row].0 });
    let values: Vec<f64> = rows.iter().map(|(_, count)| *count).collect();
    let fitted = glm::fit(&Model { design: &design, counts: &values, weights: None, offset: None });
    let Some(fit) = fitted.filter(|fit| fit.converged) else {
        problems.push(Problem::of(ProblemKind::FitFailed));
        return (None, problems);
    };
    let dispersion = fit.dispersion(&values, None).max(1.0);
    let Some(error) = fit.error(1, dispersion) else {
        problems.push(Problem::of(ProblemKind::FitFailed));
        return (None, problems);
    };
    let (rate, margin) = (fit.coefficients[1], normal::quantile(0.5 + confidence / 2.0) * error);
    let doubling = |rate: f64| (rate > 0.0).then(|| std::f64::consts::LN_2 / rate);
    let growth = Growth {
        rate,
        rate_low: rate - margin,
        rate_high: rate + margin,
        doubling_days: std::f64::consts::LN_2 / rate,
        doubling_days_low: doubling(rate + margin),
        doubling_days_high: doubling(rate - margin),
    };
    (Some(growth), problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_days_to_double() {
        let counts: Vec<Option<f64>> =
            (0..12).map(|day| Some(libm::round(100.0 * libm::exp2(f64::from(day) / 3.0)))).collect();
        let (growth, problems) = growth(&counts, 0.95);
        let growth = growth.expect("growth");
        assert!((growth.doubling_days - 3.0).abs() < 0.01, "{growth:?}");
        assert!(growth.doubling_days_low < Some(3.0) && growth.doubling_days_high > Some(3.0));
        assert!(problems.is_empty());
    }

    #[test]
    fn no_cases_no_growth() {
        assert!(growth(&[Some(0.0); 9], 0.95).0.is_none());
        assert!(growth(&[], 0.95).0.is_none());
    }
}
