//! Make a picture of the chains as they are now, and keep it.

use super::{Kept, NAME_MAX, PICTURES_MAX, PictureView};
use crate::{
    accounts::{kind, note},
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody, Fault},
    extract::{Body, Params},
    looks::Listed,
    routes::{
        cases::list::AskedCases,
        chains::show::{AskedChains, decided, drawn},
    },
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{Instant, Privacy};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use views::{chain::ChainAsk, words::Words};

/// How the picture is called.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct PictureName {
    /// Up to 60 characters.
    #[schema(example = "会诊前")]
    pub name: String,
}

/// Make a picture of the chains as they are now, and keep it.
#[utoipa::path(
    post,
    path = "/chains/pictures",
    tag = "chains",
    params(AskedCases, AskedChains),
    request_body = PictureName,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = PictureView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn keep_picture(
    State(doors): State<Doors>,
    caller: Caller,
    Params(of): Params<AskedCases>,
    Params(asked): Params<AskedChains>,
    Body(called): Body<PictureName>,
) -> Answer<Json<PictureView>> {
    let name = called.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err(Fault::BadParameter("name"));
    }
    let ask = decided(&asked)?;
    let mut filters = Listed::of("chains", &of).filters;
    filters.extend(Listed::of("chains", &asked).filters);
    let (wall, [a, b, c, d]) = (doors.wall.now(), doors.random::<4>());
    // Newest first in order of key.
    let id = format!("{:020}-{a:02x}{b:02x}{c:02x}{d:02x}", i64::MAX - wall.0);
    let key = format!("{}/{id}", caller.account);
    let made = doors.desk(&caller, move |desk| {
        let called = (id.clone(), name.clone());
        made(desk, &of, &ask, called, filters.clone())
    });
    let (kept, left) = made.await?;
    // Facts have the time of the house, notes that of the wall.
    let row = note(kind::PICTURE, &key, &kept, left.map(|micros| wall.plus_micros(micros)))?;
    doors.write_notes(move |write| write.put_note(&row)).await?;
    Ok(Json(kept.of))
}

/// The picture, and how many microseconds it may be kept from now.
fn made(
    desk: &mut Desk<'_>,
    of: &AskedCases,
    ask: &ChainAsk,
    (id, name): (String, String),
    asked: BTreeMap<String, String>,
) -> Answer<(Kept, Option<i64>)> {
    let prefix = format!("{}/", desk.account);
    if desk.read.notes(kind::PICTURE, &prefix, None, PICTURES_MAX)?.len() >= PICTURES_MAX {
        let says = Words::new(
            format!("已保存 {PICTURES_MAX} 张传播链快照"),
            format!("{PICTURES_MAX} pictures are kept already"),
        );
        return Err(Fault::Unfit("name", says, Words::new("请先删除不用的快照", "delete one first")));
    }
    let paths = desk.paths(of.org.as_deref(), Privacy::Health)?;
    let (chains, over): (_, Option<Instant>) = drawn(desk, of, ask)?;
    let left = over.map(|at| at.micros_since(desk.now));
    let of = PictureView { id, name, made: desk.now.to_string(), asked, cases: chains.nodes.len() };
    Ok((Kept { of, paths: paths.iter().map(ToString::to_string).collect(), chains }, left))
}
