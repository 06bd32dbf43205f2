//! Two versions of a plan, or two levels of government, clause by clause.
