//! The five-colour map (五色图) from a documented formula.
//!
//! The plans name the map and give no formula (catalogue D-51.1). Here: each indicator of an area (cases, share of local
//! cases, clusters, days since the last …) has ascending steps; its points are the number of steps that its value reaches.
//! The score is Σ weight · points / Σ weight · steps, between 0 and 1; four ascending limits divide it into green, blue,
//! yellow, orange and red. An indicator that falls as things get worse is given with its sign turned.
//!
//! An unknown value may be anything: the score is then a range, and there is a colour only if both its ends have the same.
//! Not here: drawing.

use crate::math::rounded;
use crate::problem::{Problem, ProblemKind};
use serde::Serialize;

/// The colours; the worse, the greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// 绿
    Green,
    /// 蓝
    Blue,
    /// 黄
    Yellow,
    /// 橙
    Orange,
    /// 红
    Red,
}

/// One indicator of an area.
#[derive(Clone, PartialEq, Debug)]
pub struct Indicator {
    /// Its value; `None` if not known.
    pub value: Option<f64>,
    /// Ascending steps; reaching one is a point.
    pub steps: Vec<f64>,
    /// How much it counts.
    pub weight: f64,
}

/// The answer.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Colouring {
    /// The score if everything unknown is good.
    pub low: f64,
    /// The score if it is bad.
    pub high: f64,
    /// The colour, if it is certain.
    pub colour: Option<Colour>,
    /// The worst colour that is possible: the one to show while something is unknown.
    pub at_worst: Colour,
}

/// The colour of an area. `None` and a problem if there are no indicators, weights are negative, or steps or limits do
/// not ascend.
pub fn colour(indicators: &[Indicator], limits: &[f64; 4]) -> (Option<Colouring>, Vec<Problem>) {
    let ascends = |values: &[f64]| {
        values.iter().all(|v| v.is_finite()) && values.windows(2).all(|pair| pair[0] < pair[1])
    };
    let sensible = |i: &Indicator| ascends(&i.steps) && i.weight >= 0.0 && i.weight.is_finite();
    let whole: f64 = indicators.iter().map(|i| i.weight * i.steps.len() as f64).sum();
    if !ascends(limits) || !indicators.iter().all(sensible) || whole <= 0.0 {
        return (None, vec![Problem::of(ProblemKind::ParameterSenseless)]);
    }
    let mut problems = Vec::new();
    let (mut low, mut high) = (0.0, 0.0);
    for (index, indicator) in indicators.iter().enumerate() {
        match indicator.value.filter(|value| value.is_finite()) {
            Some(value) => {
                let points = indicator.steps.iter().filter(|step| rounded(value) >= rounded(**step)).count();
                low += indicator.weight * points as f64;
                high += indicator.weight * points as f64;
            }
            None => {
                problems.push(Problem::at(ProblemKind::ConditionUnknown, index));
                high += indicator.weight * indicator.steps.len() as f64;
            }
        }
    }
    let (low, high) = (low / whole, high / whole);
    let (best, at_worst) = (of_score(low, limits), of_score(high, limits));
    (Some(Colouring { low, high, colour: (best == at_worst).then_some(best), at_worst }), problems)
}

fn of_score(score: f64, limits: &[f64; 4]) -> Colour {
    match limits.iter().filter(|limit| rounded(score) >= rounded(**limit)).count() {
        0 => Colour::Green,
        1 => Colour::Blue,
        2 => Colour::Yellow,
        3 => Colour::Orange,
        _ => Colour::Red,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: [f64; 4] = [0.1, 0.3, 0.5, 0.8];

    fn indicator(value: Option<f64>, steps: &[f64], weight: f64) -> Indicator {
        Indicator { value, steps: steps.to_vec(), weight }
    }

    #[test]
    fn points_weights_and_limits_give_the_colour() {
        let cases = indicator(Some(12.0), &[1.0, 10.0, 50.0], 2.0);
        let clusters = indicator(Some(0.0), &[1.0, 3.0], 1.0);
        let (colouring, _) = colour(&[cases, clusters], &LIMITS);
        let colouring = colouring.expect("a colour");
        assert_eq!((colouring.low, colouring.colour), (0.5, Some(Colour::Orange)));
    }

    #[test]
    fn what_is_not_known_is_never_green() {
        let (colouring, problems) = colour(&[indicator(None, &[1.0], 1.0)], &LIMITS);
        let colouring = colouring.expect("a colour");
        assert_eq!((colouring.colour, colouring.at_worst), (None, Colour::Red));
        assert_eq!(problems.len(), 1);
        assert!(colour(&[], &LIMITS).0.is_none());
        assert!(colour(&[indicator(Some(1.0), &[2.0, 1.0], 1.0)], &LIMITS).0.is_none());
    }
}
