//! Keep a view of a page under a name; one that has it already is replaced.

use super::{BYTES_MAX, KeptView, VIEWS_MAX, key_of, of_page};
use crate::{
    accounts::{kind, note},
    caller::Caller,
    error::{Answer, ErrorBody, Fault},
    extract::{Body, Segment},
    state::Doors,
};
use axum::{Json, extract::State};
use serde_json::{Map, Value};
use views::words::Words;

/// Keep a view of a page under a name; one that has it already is replaced.
#[utoipa::path(
    put,
    path = "/kept/{page}/{name}",
    tag = "kept",
    params(
        ("page" = String, Path, description = "the page: letters a to z and hyphens"),
        ("name" = String, Path, description = "what the view is called, up to 30 characters")
    ),
    request_body = Map<String, Value>,
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = KeptView), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn keep_view(
    State(doors): State<Doors>,
    caller: Caller,
    Segment((page, name)): Segment<(String, String)>,
    Body(view): Body<Map<String, Value>>,
) -> Answer<Json<KeptView>> {
    let (prefix, key) = (of_page(&caller.account, &page)?, key_of(&caller.account, &page, &name)?);
    let kept = KeptView { name: name.trim().to_owned(), view };
    let row = note(kind::VIEW, &key, &kept, None)?;
    if row.json.len() > BYTES_MAX {
        let says = Words::new("视图内容过大", "the view is too large");
        let hint = Words::new("请减少列或筛选值", "choose fewer columns or values");
        return Err(Fault::Unfit("view", says, hint));
    }
    let others = doors.desk(&caller, move |desk| {
        let notes = desk.read.notes(kind::VIEW, &prefix, None, VIEWS_MAX)?;
        Ok(notes.iter().filter(|n| n.key != key).count())
    });
    if others.await? >= VIEWS_MAX {
        let says = Words::new(
            format!("本页已保存 {VIEWS_MAX} 个视图"),
            format!("{VIEWS_MAX} views of this page are kept already"),
        );
        return Err(Fault::Unfit("name", says, Words::new("请先删除不用的视图", "delete one first")));
    }
    doors.write_notes(move |write| write.put_note(&row)).await?;
    Ok(Json(kept))
}
