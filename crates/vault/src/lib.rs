//! Personal fields: sealed for keeping, indexed for search without being read, masked for the screen.
//!
//! Pure: keys and nonces are arguments. Not here: where sealed fields are kept (`store`), who may open them (`access`),
//! and the record of each look (`server`).
//!
//! What is kept beside the ciphertext, and what it gives away to somebody who has the database and not the key:
//! - **blind indexes**, one per search that must work. They tell that two persons agree in a value (or in a surname, a
//!   pair of characters of the name, the last digits of a number) without telling the value. Names are short and
//!   surnames few: who knows how common each surname is can guess the common ones. That is the price of finding
//!   a person by a part of the name; numbers are indexed whole and by their last digits only, addresses whole only.
//! - **the length** of a value, from the length of its ciphertext.
//!
//! Reading order: `secret`, `vault`, `index` (what is searched for), `mask` (what is shown), `error`.

mod error;
mod index;
mod mask;
mod secret;
mod vault;

pub use error::Error;
pub use index::{AllOf, alike};
pub use mask::mask;
pub use secret::Secret;
pub use vault::{MasterKey, NONCE_BYTES, Nonce, Sealed, Vault};
