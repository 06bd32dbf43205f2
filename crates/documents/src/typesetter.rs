//! `Typesetter`: the seam behind which PDFs are made, so that the doors are built and tested without one.

use crate::Document;
use facts::Label;
use std::fmt;

/// Makes PDFs.
pub trait Typesetter: Send + Sync {
    /// The document as PDF.
    fn pdf(&self, document: &Document) -> Result<Printed, Unprinted>;
}

/// A PDF.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that no font of the machine has. They stand as boxes, and a note in the document names them.
    pub missing: Vec<char>,
}

/// Why nothing was printed.
#[derive(Clone, Debug)]
pub struct Unprinted {
    /// Stable code.
    pub code: &'static str,
    /// What is wrong.
    pub says: Label,
    /// What to do next.
    pub hint: Label,
}

impl fmt::Display for Unprinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.code, self.says.en, self.hint.en)
    }
}

impl std::error::Error for Unprinted {}
