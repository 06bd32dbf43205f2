//! Devices (掌上设备): the phones that carry a worker's day. A phone registers at sign-in; whoever manages its account, or
//! its holder, orders it to be wiped, and the phone erases itself at its next word with the house.
//!
//! Not here: what a phone carries (`field`), and its own store (`web/src/field`).

mod list;
mod orders;
mod register;
mod wipe;

use crate::{
    accounts::{self, kind},
    error::{Answer, Fault},
    state::Doors,
};
use facts::Instant;
use serde::{Deserialize, Serialize};
use store::{Error, Read, Write};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(list::list_devices))
        .routes(routes!(register::register_device))
        .routes(routes!(orders::show_orders))
        .routes(routes!(wipe::wipe_device))
}

/// Most characters of what a phone is called, and of the reason of a wipe.
const WORDS_CHARS_MAX: usize = 60;
/// How long a phone that is not heard of stays in the list. A wipe that was ordered is kept as long.
const KEEP_MICROS: i64 = 365 * 86_400 * 1_000_000;

/// A phone, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Device {
    /// Whose it is.
    pub account: String,
    /// What its holder calls it.
    pub name: String,
    /// When it registered.
    pub registered: Instant,
    /// When it last asked for its day.
    pub seen: Instant,
    /// It is to be wiped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wipe: Option<Wipe>,
}

/// An order to erase everything that a phone holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wipe {
    /// Who ordered it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: String,
    /// When the phone was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Instant>,
}

/// A phone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceView {
    /// Its id, made by the phone.
    pub device: String,
    /// Whose it is.
    pub account: String,
    /// What its holder calls it.
    pub name: String,
    /// When it registered.
    pub registered: String,
    /// When it last asked for its day.
    pub seen: String,
    /// It is to be wiped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wipe: Option<WipeView>,
}

/// An order to erase everything that a phone holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct WipeView {
    /// Who ordered it.
    pub by: String,
    /// When.
    pub at: String,
    /// Why.
    pub reason: String,
    /// When the phone was told; absent until it asks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<String>,
}

fn view(device: &str, of: Device) -> DeviceView {
    let wipe = of.wipe.map(|w| WipeView {
        by: w.by,
        at: w.at.to_string(),
        reason: w.reason,
        told: w.told.map(|at| at.to_string()),
    });
    DeviceView {
        device: device.to_owned(),
        account: of.account,
        name: of.name,
        registered: of.registered.to_string(),
        seen: of.seen.to_string(),
        wipe,
    }
}

/// The id of a phone: a UUID, as nobody guesses one.
pub fn id_of(text: &str) -> Answer<String> {
    let id = text.to_ascii_lowercase();
    let groups: Vec<usize> = id.split('-').map(str::len).collect();
    let fits = groups == [8, 4, 4, 4, 12] && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if fits { Ok(id) } else { Err(Fault::BadParameter("device")) }
}

/// A phone by its id.
pub fn device<R: Read + ?Sized>(read: &mut R, id: &str) -> Result<Option<Device>, Error> {
    read.note(kind::DEVICE, id)?.map(|row| accounts::parse(&row)).transpose()
}

fn put(write: &mut dyn Write, id: &str, device: &Device) -> Result<(), Error> {
    write.put_note(&accounts::note(kind::DEVICE, id, device, Some(device.seen.plus_micros(KEEP_MICROS)))?)
}

impl Device {
    /// True when it is worth writing down that the phone has asked: not every answer writes.
    pub fn unnoted(&self, now: Instant) -> bool {
        let untold = self.wipe.as_ref().is_some_and(|wipe| wipe.told.is_none());
        untold || now.micros_since(self.seen) > accounts::PROLONG_MICROS
    }
}

/// A phone of this account has asked: when, and whether it was told to wipe itself.
pub async fn note_seen(doors: &Doors, id: &str) -> Answer<()> {
    let (id, wall) = (id.to_owned(), doors.wall.now());
    doors
        .write_notes(move |write| {
            let Some(mut device) = device(write, &id)? else { return Ok(()) };
            device.seen = wall;
            if let Some(wipe) = &mut device.wipe {
                wipe.told.get_or_insert(wall);
            }
            put(write, &id, &device)
        })
        .await
}
