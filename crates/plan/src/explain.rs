//! A plan as a readable document.
