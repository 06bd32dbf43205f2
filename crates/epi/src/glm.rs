//! Quasi-Poisson regression with log link: log E(y) = Xβ + offset, Var(y) = φ E(y).
//!
//! Iteratively reweighted least squares (McCullagh & Nelder, Generalized Linear Models, 2nd ed. 1989, section 2.5):
//! starts at y + 0.1, stops when the deviance changes by less than 1e-8 of itself, at most 25 rounds. Every round is one
//! QR decomposition. Columns that depend on earlier ones are left out (coefficient zero), as customary with formulas that
//! hold factors. Not here: which model a detector fits.
//!
//! Units: y are counts; the offset is the logarithm of a population, say.

use crate::math::EPSILON;
use nalgebra::{DMatrix, DVector, linalg::QR};

const ROUNDS_MAX: usize = 25;
const DEVIANCE_TOLERANCE: f64 = 1e-8;
/// A column that keeps less than this part of its length after the earlier columns are taken out depends on them.
const DEPENDENT: f64 = 1e-11;

/// The result of a fit. n rows, p columns, r of them independent.
#[derive(Clone, Debug)]
pub struct Fit {
    /// β, p values; 0 for a column that was left out.
    pub coefficients: Vec<f64>,
    /// The columns that were kept, in order; r values.
    pub kept: Vec<usize>,
    /// Fitted means μ, n values.
    pub means: Vec<f64>,
    /// Diagonal of the hat matrix, n values.
    pub leverages: Vec<f64>,
    /// Weights of the last round (prior weight × μ), n values.
    pub weights: Vec<f64>,
    /// (XᵀWX)⁻¹ is `root · rootᵀ`; r × r, upper triangular.
    root: DMatrix<f64>,
    /// n − r.
    pub df: usize,
    /// The deviance settled.
    pub converged: bool,
}

/// What is fitted: n rows of p columns, n counts, and for each row a prior weight and an offset if there are any.
#[derive(Clone, Copy)]
pub struct Model<'a> {
    /// n × p.
    pub design: &'a DMatrix<f64>,
    /// n counts, none negative.
    pub counts: &'a [f64],
    /// n weights; all one if absent.
    pub weights: Option<&'a [f64]>,
    /// n offsets on the log scale; all zero if absent.
    pub offset: Option<&'a [f64]>,
}

impl Model<'_> {
    fn weight(&self, row: usize) -> f64 {
        self.weights.and_then(|weights| weights.get(row)).copied().unwrap_or(1.0)
    }

    fn offset(&self, row: usize) -> f64 {
        self.offset.and_then(|offset| offset.get(row)).copied().unwrap_or(0.0)
    }

    /// Shapes agree and every number is one.
    fn sensible(&self) -> bool {
        let n = self.counts.len();
        n > 0
            && self.design.nrows() == n
            && self.weights.is_none_or(|w| w.len() == n && w.iter().all(|w| w.is_finite() && *w >= 0.0))
            && self.offset.is_none_or(|o| o.len() == n && o.iter().all(|o| o.is_finite()))
            && self.counts.iter().all(|y| y.is_finite() && *y >= 0.0)
    }
}

/// Where the iteration stands: linear predictors with offset, means, deviance.
struct State {
    eta: Vec<f64>,
    means: Vec<f64>,
    deviance: f64,
}

impl State {
    /// `logs` are ln y, 0 where y is 0.
    fn of(model: &Model, logs: &[f64], eta: Vec<f64>) -> Self {
        // No mean is quite zero, so that it can be divided by.
        let means: Vec<f64> = eta.iter().map(|eta| libm::exp(*eta).max(EPSILON)).collect();
        let mut deviance = 0.0;
        for (row, (y, mu)) in model.counts.iter().zip(&means).enumerate() {
            let part = if *y > 0.0 { y * (logs[row] - eta[row]) - (y - mu) } else { *mu };
            deviance += 2.0 * model.weight(row) * part;
        }
        State { eta, means, deviance }
    }

    fn at(model: &Model, logs: &[f64], coefficients: &[f64]) -> Self {
        let mut eta: Vec<f64> = (0..model.counts.len()).map(|row| model.offset(row)).collect();
        for (column, beta) in model.design.column_iter().zip(coefficients).filter(|(_, beta)| **beta != 0.0) {
            for (eta, x) in eta.iter_mut().zip(column.iter()) {
                *eta += x * beta;
            }
        }
        State::of(model, logs, eta)
    }

    fn finite(&self) -> bool {
        self.deviance.is_finite() && self.means.iter().all(|mu| mu.is_finite())
    }
}

/// Fits. `None` when there are no rows, the shapes differ, a number is not finite, or no finite coefficients exist.
/// A fit that did not settle is returned with `converged` false.
pub fn fit(model: &Model) -> Option<Fit> {
    if !model.sensible() {
        return None;
    }
    let logs: Vec<f64> = model.counts.iter().map(|y| if *y > 0.0 { libm::log(*y) } else { 0.0 }).collect();
    let start = model.counts.iter().map(|y| libm::log(y + 0.1)).collect();
    let mut state = State::of(model, &logs, start);
    let mut coefficients: Option<Vec<f64>> = None;
    let mut round = None;
    let mut converged = false;
    for _ in 0..ROUNDS_MAX {
        let mut step = Round::solve(model, &state)?;
        let next = std::mem::take(&mut step.coefficients);
        let (next, reached) = damped(model, &logs, next, coefficients.as_deref())?;
        let change = (reached.deviance - state.deviance).abs();
        converged = change / (reached.deviance.abs() + 0.1) < DEVIANCE_TOLERANCE;
        (round, coefficients, state) = (Some(step), Some(next), reached);
        if converged {
            break;
        }
    }
    let (round, coefficients) = (round?, coefficients?);
    let counted = (0..model.counts.len()).filter(|row| model.weight(*row) > 0.0).count();
    let (root, leverages) = round.spread(model);
    Some(Fit {
        df: counted.saturating_sub(round.kept.len()),
        coefficients,
        kept: round.kept,
        means: state.means,
        leverages,
        weights: round.weights,
        root,
        converged,
    })
}

/// A step that gives no finite deviance is halved towards the last coefficients until it does.
fn damped(
    model: &Model,
    logs: &[f64],
    mut next: Vec<f64>,
    last: Option<&[f64]>,
) -> Option<(Vec<f64>, State)> {
    for _ in 0..=ROUNDS_MAX {
        let state = State::at(model, logs, &next);
        if state.finite() {
            return Some((next, state));
        }
        for (new, old) in next.iter_mut().zip(last?) {
            *new = 0.5 * (*new + old);
        }
    }
    None
}

/// One weighted least-squares problem.
struct Round {
    coefficients: Vec<f64>,
    kept: Vec<usize>,
    weights: Vec<f64>,
    r: DMatrix<f64>,
}

impl Round {
    fn solve(model: &Model, state: &State) -> Option<Round> {
        let n = state.means.len();
        let weights: Vec<f64> =
            state.means.iter().enumerate().map(|(row, mu)| model.weight(row) * mu).collect();
        let roots: Vec<f64> = weights.iter().map(|w| libm::sqrt(*w)).collect();
        let mut right = DVector::from_fn(n, |row, _| {
            let mu = state.means[row];
            (state.eta[row] - model.offset(row) + (model.counts[row] - mu) / mu) * roots[row]
        });
        let mut kept: Vec<usize> = (0..model.design.ncols()).collect();
        let (qr, r) = loop {
            let weighted = weighted(model, &kept, &roots);
            let lengths: Vec<f64> = weighted.column_iter().map(|column| column.norm()).collect();
            let qr = QR::new(weighted);
            let r = qr.r();
            match dependent(&lengths, &r) {
                Some(dependent) => kept.remove(dependent),
                None => break (qr, r),
            };
        };
        qr.q_tr_mul(&mut right);
        let solved = r.solve_upper_triangular(&right.rows(0, kept.len()))?;
        let mut coefficients = vec![0.0; model.design.ncols()];
        for (column, beta) in kept.iter().zip(solved.iter()) {
            if !beta.is_finite() {
                return None;
            }
            coefficients[*column] = *beta;
        }
        Some(Round { coefficients, kept, weights, r })
    }

    /// R⁻¹ and the diagonal of the hat matrix.
    fn spread(&self, model: &Model) -> (DMatrix<f64>, Vec<f64>) {
        let size = self.kept.len();
        let root = self
            .r
            .solve_upper_triangular(&DMatrix::identity(size, size))
            .unwrap_or_else(|| DMatrix::zeros(size, size));
        let roots: Vec<f64> = self.weights.iter().map(|w| libm::sqrt(*w)).collect();
        let q = weighted(model, &self.kept, &roots) * &root;
        let leverages = q.row_iter().map(|row| leverage(row.norm_squared())).collect();
        (root, leverages)
    }
}

/// The kept columns of the design, each row times the root of its weight.
fn weighted(model: &Model, kept: &[usize], roots: &[f64]) -> DMatrix<f64> {
    let mut values = Vec::with_capacity(roots.len() * kept.len());
    for column in kept {
        values.extend(model.design.column(*column).iter().zip(roots).map(|(x, root)| x * root));
    }
    DMatrix::from_vec(roots.len(), kept.len(), values)
}

/// A leverage that differs from one by rounding alone is one.
fn leverage(value: f64) -> f64 {
    if value > 1.0 - 10.0 * EPSILON { 1.0 } else { value }
}

/// The first column that depends on those before it; beyond n rows every column does.
fn dependent(lengths: &[f64], r: &DMatrix<f64>) -> Option<usize> {
    (0..lengths.len()).find(|column| {
        let length = lengths[*column];
        *column >= r.nrows() || length == 0.0 || r[(*column, *column)].abs() < DEPENDENT * length
    })
}

impl Fit {
    /// φ: Σ w ((y − μ)/μ)² / df with the weights given, those of the last round by default; NaN without degrees of
    /// freedom.
    pub fn dispersion(&self, counts: &[f64], weights: Option<&[f64]>) -> f64 {
        let weights = weights.unwrap_or(&self.weights);
        let squares: f64 = counts
            .iter()
            .zip(&self.means)
            .zip(weights)
            .map(|((y, mu), weight)| {
                let residual = (y - mu) / mu;
                weight * residual * residual
            })
            .sum();
        if self.df == 0 { f64::NAN } else { squares / self.df as f64 }
    }

    /// Linear predictor without offset and its standard error, for a new row of p values, at dispersion φ.
    pub fn predict(&self, row: &[f64], dispersion: f64) -> (f64, f64) {
        let eta = row.iter().zip(&self.coefficients).map(|(x, beta)| x * beta).sum();
        let x = DVector::from_fn(self.kept.len(), |i, _| row.get(self.kept[i]).copied().unwrap_or(0.0));
        (eta, libm::sqrt(dispersion * self.root.tr_mul(&x).norm_squared()))
    }

    /// Standard error of a coefficient at dispersion φ; `None` if its column was left out.
    pub fn error(&self, column: usize, dispersion: f64) -> Option<f64> {
        let place = self.kept.iter().position(|kept| *kept == column)?;
        Some(libm::sqrt(dispersion * self.root.row(place).norm_squared()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intercept_and_time(n: usize) -> DMatrix<f64> {
        DMatrix::from_fn(n, 2, |row, column| if column == 0 { 1.0 } else { row as f64 })
    }

    #[test]
    fn doubling_counts_have_slope_ln_two() {
        let counts = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
        let design = intercept_and_time(6);
        let fit =
            fit(&Model { design: &design, counts: &counts, weights: None, offset: None }).expect("a fit");
        assert!(fit.converged);
        assert!((fit.coefficients[1] - std::f64::consts::LN_2).abs() < 1e-9);
        assert!((fit.leverages.iter().sum::<f64>() - 2.0).abs() < 1e-12);
    }

    #[test]
    fn dependent_columns_are_left_out() {
        let design = DMatrix::from_fn(5, 3, |row, column| [1.0, row as f64, 2.0 + row as f64][column]);
        let model =
            Model { design: &design, counts: &[3.0, 1.0, 4.0, 1.0, 5.0], weights: None, offset: None };
        let fit = fit(&model).expect("a fit");
        assert_eq!((fit.kept.as_slice(), fit.df), (&[0, 1][..], 3));
    }

    #[test]
    fn senseless_input_has_no_fit() {
        let design = intercept_and_time(2);
        for counts in [vec![-1.0, 1.0], vec![f64::NAN, 1.0], vec![1.0], vec![]] {
            assert!(fit(&Model { design: &design, counts: &counts, weights: None, offset: None }).is_none());
        }
    }

    #[test]
    fn nothing_but_zeros_still_gives_finite_numbers() {
        let design = intercept_and_time(6);
        let fit =
            fit(&Model { design: &design, counts: &[0.0; 6], weights: None, offset: None }).expect("a fit");
        assert!(fit.means.iter().all(|mu| mu.is_finite() && *mu >= 0.0));
    }
}
