//! Documents for people: one model, written as PDF to print and as DOCX to go on editing.
//!
//! Not here: what a document says (whoever makes it), rights and masks (the doors), a clock: the time stands in the document.
//! The same document and the same fonts give the same bytes.
//!
//! Reading order: `model`, `typesetter` (the seam), `docx`, `pdf` (feature `pdf`, decision 0028).

pub mod docx;
pub mod model;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod typesetter;

pub use model::{Block, Document, Entry};
pub use typesetter::{Printed, Typesetter, Unprinted};
