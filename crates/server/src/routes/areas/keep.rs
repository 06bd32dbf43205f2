//! Bring the shapes of areas.

use super::{AreaShapesKept, geojson, geojson::Named, kept, registration, without_shape};
use crate::{
    accounts::{kind, note},
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody, Fault},
    extract::whole,
    lists,
    state::Doors,
};
use axum::{Json, extract::State};
use facts::{FieldType, Label, Ledger, RefusalCode, SubjectId, SubjectKind, Value};
use std::collections::{BTreeMap, BTreeSet};
use store::{NoteRow, SubjectRow, query::ListOf};

/// The largest file.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// Bring the shapes of areas: a FeatureCollection of GeoJSON whose features name an organisation by `org` (its id) or
/// `code` (its division code). It replaces all shapes of organisations whose registration the caller may write.
#[utoipa::path(
    put,
    path = "/areas/map",
    tag = "analyses",
    request_body(content = Vec<u8>, content_type = "application/geo+json", description = "the file"),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "done", body = AreaShapesKept), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn keep_area_map(
    State(doors): State<Doors>,
    caller: Caller,
    request: axum::extract::Request,
) -> Answer<Json<AreaShapesKept>> {
    let book = doors.book();
    let ledger = registration(&book).ok_or(Fault::NotAllowed)?.clone();
    if !caller.scope.grants().iter().any(|(_, rights)| rights.may_write(&ledger)) {
        return Err(Fault::NotAllowed);
    }
    let named = geojson::read(&whole(request, BYTES_MAX).await?).map_err(Fault::Refused)?;
    let found = doors.desk(&caller, move |desk| sorted_out(desk, &ledger, named.clone())).await?;
    let (taken, unknown) = (found.taken.len(), found.unknown);
    let (rows, gone) = (found.taken, found.gone);
    doors
        .write_notes(move |write| {
            gone.iter().try_for_each(|org| write.drop_note(kind::AREA_SHAPE, &org.to_string()))?;
            rows.iter().try_for_each(|row| write.put_note(row))
        })
        .await?;
    let without_shape = doors.desk(&caller, without_shape).await?;
    Ok(Json(AreaShapesKept { taken, unknown, without_shape }))
}

/// What is to be written.
struct SortedOut {
    taken: Vec<NoteRow>,
    /// Organisations whose shape is not in the file any more.
    gone: Vec<SubjectId>,
    unknown: Vec<String>,
}

fn sorted_out(desk: &mut Desk<'_>, ledger: &Ledger, named: Vec<Named>) -> Answer<SortedOut> {
    let codes = codes(desk, ledger, &named)?;
    let orgs = orgs(desk, &named, &codes)?;
    let (mut taken, mut unknown, mut refusals) = (BTreeMap::new(), Vec::new(), Vec::new());
    for shape in &named {
        let Some(row) =
            shape.org.as_ref().or_else(|| codes.get(shape.code.as_ref()?)).and_then(|id| orgs.get(id))
        else {
            unknown.push(shape.says());
            continue;
        };
        if !desk.scope.may_write(ledger, &row.path) {
            refusals.push(shape.refusal(
                RefusalCode::NotYours,
                Label::new("无权更改这个组织的轮廓", "the shape of this organisation is not yours to change"),
                Label::new("请只上传本辖区的地区", "send only areas of your own part of the tree"),
            ));
        } else if taken.contains_key(&row.id) {
            refusals.push(shape.refusal(
                RefusalCode::WrongSubject,
                Label::new("同一组织出现了两次", "the same organisation stands twice"),
                Label::new("请合并为一个 MultiPolygon", "make one MultiPolygon of them"),
            ));
        } else {
            let row_of = note(kind::AREA_SHAPE, &row.id.to_string(), &shape.geometry, None)?;
            taken.insert(row.id.clone(), row_of);
        }
    }
    if !refusals.is_empty() {
        return Err(Fault::Refused(refusals));
    }
    let before = kept(desk)?;
    let left: Vec<SubjectId> = before.into_keys().filter(|org| !taken.contains_key(org)).collect();
    let mine = |row: &SubjectRow| desk.scope.may_write(ledger, &row.path);
    let gone = desk.read.subjects(&left)?.into_iter().filter(mine).map(|row| row.id).collect();
    Ok(SortedOut { taken: taken.into_values().collect(), gone, unknown })
}

/// The organisations that the shapes name by id or code.
fn orgs(
    desk: &mut Desk<'_>,
    named: &[Named],
    codes: &BTreeMap<String, SubjectId>,
) -> Answer<BTreeMap<SubjectId, SubjectRow>> {
    let ids: BTreeSet<SubjectId> =
        named.iter().filter_map(|shape| shape.org.clone()).chain(codes.values().cloned()).collect();
    let ids: Vec<SubjectId> = ids.into_iter().collect();
    Ok(desk.read.subjects(&ids)?.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// Organisations by division code, if any shape names one. A code that two have is nobody's.
fn codes(desk: &mut Desk<'_>, ledger: &Ledger, named: &[Named]) -> Answer<BTreeMap<String, SubjectId>> {
    let field = ledger.fields.iter().find(|field| field.kind == FieldType::Division);
    let Some(field) = field.filter(|_| named.iter().any(|shape| shape.org.is_none())) else {
        return Ok(BTreeMap::new());
    };
    let (mut found, mut twice, mut after) = (BTreeMap::new(), BTreeSet::new(), None);
    let paths = desk.scope.paths_for(facts::Privacy::Internal);
    loop {
        let list = ListOf::Subjects { kind: SubjectKind::Org, org_kinds: Vec::new(), text: None };
        let page = desk.page(list, paths.clone(), lists::ROWS_MAX, after)?;
        let (rows, next) = lists::only(page, lists::subject_row);
        for row in rows {
            let Some(code) = row.profile.get(&field.id).and_then(Value::as_text).map(str::to_owned) else {
                continue;
            };
            if found.insert(code.clone(), row.id).is_some() {
                twice.insert(code);
            }
        }
        after = next;
        if after.is_none() {
            found.retain(|code, _| !twice.contains(code));
            return Ok(found);
        }
    }
}
