//! The instantaneous reproduction number: how many the cases of now infect, were conditions to stay as they are.
//!
//! Source: Cori et al. 2013 (see `serial`), with imported cases as in R. N. Thompson et al., Improved inference of
//! time-varying reproduction numbers during infectious disease outbreaks, Epidemics 2019;29:100356. New local cases of a
//! day are Poisson with mean R Λ(t); with a gamma prior of shape a and scale b, R in a window is gamma with shape
//! a + Σ I(t) and scale 1 / (1/b + Σ Λ(t)). A window that ends before one mean serial interval has passed gets no number.
//!
//! Units: R is cases for each case; days count from 0. Not here: uncertainty of the serial interval itself.

use super::incidence::{Incidence, Window};
use super::serial;
use crate::math::gamma;
use crate::problem::{Problem, ProblemKind};
use serde::Serialize;

/// The prior of R.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Prior {
    /// Its mean; customary 5: high, so that a low R needs evidence.
    pub mean: f64,
    /// Its standard deviation; customary 5.
    pub sd: f64,
}

/// The probabilities of the quantiles of an estimate, in order.
pub const QUANTILES: [f64; 7] = [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975];

/// R in one window.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Estimate {
    /// Mean of the posterior distribution.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// Its quantiles at `QUANTILES`.
    pub quantiles: [f64; 7],
}

/// R in each window, in their order; `None` where the window is too early or lies outside of the days, with the problem.
/// `serial` is w(0), w(1), … by day, as from `serial::discretised` or given.
pub fn reproduction(
    incidence: &Incidence,
    serial: &[f64],
    prior: Prior,
    windows: &[Window],
) -> (Vec<Option<Estimate>>, Vec<Problem>) {
    let sensible = prior.mean > 0.0 && prior.sd > 0.0 && prior.mean.is_finite() && prior.sd.is_finite();
    if !sensible || !serial::sensible(serial) {
        return (vec![None; windows.len()], vec![Problem::of(ProblemKind::ParameterSenseless)]);
    }
    let mut problems = Vec::new();
    let infectivity = incidence.infectivity(serial);
    let shape = (prior.mean / prior.sd) * (prior.mean / prior.sd);
    let scale = prior.sd * prior.sd / prior.mean;
    let mean_interval = serial::mean(serial);
    let mut estimates = Vec::with_capacity(windows.len());
    for (index, window) in windows.iter().enumerate() {
        if !window.inside(incidence.days()) {
            problems.push(Problem::at(ProblemKind::ParameterSenseless, index));
            estimates.push(None);
        } else if (window.last + 1) as f64 <= mean_interval {
            problems.push(Problem::at(ProblemKind::WindowTooEarly, index));
            estimates.push(None);
        } else {
            let days = window.first..=window.last;
            let cases: f64 = incidence.local()[days.clone()].iter().sum();
            let pressure: f64 = infectivity[days].iter().sum();
            estimates.push(Some(posterior(shape + cases, 1.0 / (1.0 / scale + pressure))));
        }
    }
    (estimates, problems)
}

fn posterior(shape: f64, scale: f64) -> Estimate {
    Estimate {
        mean: shape * scale,
        sd: libm::sqrt(shape) * scale,
        quantiles: QUANTILES.map(|p| gamma::quantile(p, shape, scale)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIOR: Prior = Prior { mean: 5.0, sd: 5.0 };

    #[test]
    fn constant_cases_mean_one() {
        let counts = vec![Some(1000.0); 60];
        let (incidence, _) = Incidence::new(&counts, None);
        let serial = serial::discretised(5.0, 2.0, 60).expect("a distribution");
        let (estimates, problems) = reproduction(
            &incidence,
            &serial,
            PRIOR,
            &[Window { first: 40, last: 46 }, Window { first: 1, last: 2 }],
        );
        let late = estimates[0].expect("an estimate");
        assert!((late.mean - 1.0).abs() < 0.01 && late.quantiles[0] < late.mean);
        assert_eq!(estimates[1], None);
        assert_eq!(problems, [Problem::at(ProblemKind::WindowTooEarly, 1)]);
    }

    #[test]
    fn senseless_parameters_give_no_number() {
        let (incidence, _) = Incidence::new(&[Some(1.0); 9], None);
        let (estimates, problems) = reproduction(&incidence, &[0.5, 0.5], PRIOR, &Window::sliding(9, 3));
        assert!(estimates.iter().all(Option::is_none) && problems.len() == 1);
    }
}
