//! Differences of plans.
