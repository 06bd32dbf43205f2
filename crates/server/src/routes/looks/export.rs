//! The record of looks as a file: the list as it is searched.

use super::list::{AskedLooks, page_of};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    looks::Listed,
    sheets::{Format, Sheet, export, moment},
    state::Doors,
    wire::{ExportView, LookView},
};
use axum::{extract::State, response::Response};
use facts::{SubjectId, Zone};
use serde::Serialize;

/// The record of looks as a file, streamed.
#[utoipa::path(
    get,
    path = "/looks/export",
    tag = "accounts",
    params(AskedLooks, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_looks(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedLooks>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let of = Listed::of("looks", &ask);
    export(doors, caller, &format, of, Looks(ask)).await
}

/// What is asked for.
#[derive(Clone)]
struct Looks(AskedLooks);

/// A look, with its fields as their forms call them.
#[derive(Serialize)]
struct Look {
    #[serde(flatten)]
    look: LookView,
    #[serde(skip)]
    fields: Vec<String>,
}

const HEADER: [&str; 8] =
    ["时间", "查看人", "被查看人", "查看内容", "查看原因", "导出名单", "筛选条件", "导出行数"];

fn filters(of: &ExportView) -> String {
    let written = of.filters.iter().map(|(name, value)| format!("{name}={value}"));
    written.collect::<Vec<_>>().join("；")
}

fn rows(of: &ExportView) -> String {
    match of.rows {
        Some(rows) if of.whole => rows.to_string(),
        Some(rows) => format!("{rows}（中断）"),
        None => "未完成".to_owned(),
    }
}

impl Sheet for Looks {
    type Row = Look;

    fn header(&self) -> Vec<String> {
        HEADER.map(str::to_owned).to_vec()
    }

    fn cells(&self, row: &Look, zone: Zone) -> Vec<String> {
        let (look, export) = (&row.look, row.look.export.as_ref());
        vec![
            moment(&look.at, zone),
            look.account.clone(),
            look.subject.clone().unwrap_or_default(),
            row.fields.join("、"),
            look.reason.clone(),
            export.map(|e| e.title.zh.clone()).unwrap_or_default(),
            export.map(filters).unwrap_or_default(),
            export.map(rows).unwrap_or_default(),
        ]
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<Look>, Option<String>)> {
        let (looks, next) = page_of(desk, &self.0, limit, after)?;
        let book = desk.book;
        let label = |about: Option<SubjectId>, id: &String| {
            let field = book.profile_field(about.map(|s| s.kind()), id);
            field.map_or_else(|| id.clone(), |f| f.label.zh.to_string())
        };
        let with_fields = looks.into_iter().map(|look| {
            let about = look.subject.as_deref().and_then(SubjectId::parse);
            Look { fields: look.fields.iter().map(|id| label(about.clone(), id)).collect(), look }
        });
        Ok((with_fields.collect(), next))
    }
}
