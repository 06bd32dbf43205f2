//! Expectations of scenarios.
