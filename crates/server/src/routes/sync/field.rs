//! The day of a worker, for a phone: what has changed since its cursor.

use crate::{
    caller::Caller,
    error::{Answer, ErrorBody, Fault},
    extract::Params,
    field::{self, Carried, Cursor, Part, ShelfView},
    files, looks,
    looks::Listed,
    routes::{devices, session},
    state::Doors,
    wire::Me,
};
use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use views::words::Words;

/// The versions of this answer that are spoken. An app may be two versions behind; older ones are asked to renew
/// themselves.
const SPOKEN: std::ops::RangeInclusive<u32> = 1..=1;
/// Days without a word with the house after which a phone erases what it carries.
const KEEP_DAYS: u32 = 7;

/// What a phone says.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskField {
    /// The version of the answer that the app reads; default 1.
    pub v: Option<u32>,
    /// The phone, as it has registered.
    pub device: String,
    /// As given by the answer before; default: the phone has nothing.
    pub cursor: Option<String>,
}

/// The day of a worker, as far as it differs from what the phone has.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FieldSync {
    /// The version of this answer.
    pub v: u32,
    /// True: erase everything, and nothing else is here.
    pub wipe: bool,
    /// Who is signed in, and the reading of the clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub me: Option<Me>,
    /// Days without a word with the house after which the phone erases what it carries.
    pub keep_days: u32,
    /// Shelves that differ: each replaces what the phone has on it.
    pub shelves: Vec<ShelfView>,
    /// Ask on with this.
    pub cursor: String,
    /// True while more differs: until then what the phone has is incomplete.
    pub more: bool,
    /// Parts of which there is more in the jurisdiction than a phone carries.
    pub cut: Vec<Part>,
}

/// The day of a worker, for a phone: own duties, ledgers, organisations, households, persons and places of the
/// jurisdiction, as far as they differ from what the cursor says that the phone has. Own duties come first. An answer that
/// was lost is asked for again. Names that are shown in clear are recorded as a look, one for each answer.
#[utoipa::path(
    get,
    path = "/sync/field",
    tag = "sync",
    params(AskField),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = FieldSync), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn show_field(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskField>,
) -> Answer<Json<FieldSync>> {
    let v = ask.v.unwrap_or(*SPOKEN.start()).min(*SPOKEN.end());
    if !SPOKEN.contains(&v) {
        return Err(too_old());
    }
    let (device, cursor) = (devices::id_of(&ask.device)?, Cursor::read(ask.cursor.as_deref())?);
    let (asked, of) = (ask.cursor.unwrap_or_default(), device.clone());
    let carried = doors.desk(&caller, move |desk| {
        let known = devices::device(desk.read, &of)?.filter(|d| *d.account == *desk.account);
        let known = known.ok_or(Fault::Unknown)?;
        let wiped = known.wipe.is_some();
        let carried = if wiped { None } else { Some(field::carried(desk, cursor.clone())?) };
        Ok((known, carried))
    });
    let (known, carried) = carried.await?;
    if known.unnoted(doors.wall.now()) {
        devices::note_seen(&doors, &device).await?;
    }
    let Some(Carried { shelves, cursor, cut, clear }) = carried else { return Ok(Json(wiped(v, asked))) };
    if clear > 0 {
        look(&doors, &caller, clear).await?;
    }
    let (me, more) = (Some(session::me(&doors, &caller.account).await?), cursor.more());
    let cursor = cursor.text();
    Ok(Json(FieldSync { v, wipe: false, me, keep_days: KEEP_DAYS, shelves, cursor, more, cut }))
}

fn wiped(v: u32, cursor: String) -> FieldSync {
    let (shelves, cut) = (Vec::new(), Vec::new());
    FieldSync { v, wipe: true, me: None, keep_days: KEEP_DAYS, shelves, cursor, more: false, cut }
}

/// Names and addresses went to a phone in clear: one look for the answer, with how many.
async fn look(doors: &Doors, caller: &Caller, clear: u64) -> Answer<()> {
    let mut look = looks::at_list(doors, caller, Listed::of("roster", &()), files::Kind::Ndjson);
    look.reason = "掌上同步 field sync".into();
    if let Some(export) = &mut look.export {
        (export.rows, export.whole) = (Some(clear), true);
    }
    looks::record(doors, look).await.map(|_| ())
}

fn too_old() -> Fault {
    Fault::Unfit(
        "v",
        Words::new("掌上应用版本过旧", "this app is too old"),
        Words::new(
            "请联网重新打开以更新；未发送的登记不会丢失",
            "open it again with network to renew it; what is not sent is not lost",
        ),
    )
}
