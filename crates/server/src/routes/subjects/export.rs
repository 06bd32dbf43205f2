//! Subjects as a file: the list as it is filtered, masked like the list.

use super::list::{AskedSubjects, kind_of, page_of};
use crate::{
    caller::Caller,
    desk::Desk,
    error::{Answer, ErrorBody},
    extract::Params,
    looks::Listed,
    sheets::{Format, Sheet, exported},
    state::Doors,
};
use axum::{extract::State, response::Response};
use facts::Zone;
use views::subject::SubjectRowView;

/// Subjects as a file, streamed.
#[utoipa::path(
    get,
    path = "/subjects/export",
    tag = "subjects",
    params(AskedSubjects, Format),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn export_subjects(
    State(doors): State<Doors>,
    caller: Caller,
    Params(ask): Params<AskedSubjects>,
    Params(format): Params<Format>,
) -> Answer<Response> {
    let (file, kind) = (format.kind()?, kind_of(&ask)?);
    let asked = ask.clone();
    // What would be refused is refused before the file begins.
    let columns = doors.desk(&caller, move |desk| {
        page_of(desk, &asked, 1, None)?;
        let fields = desk.book.profile_fields(kind).filter(|f| !f.is_identity());
        Ok(fields.map(|f| (f.id.to_string(), f.label.zh.to_string())).collect())
    });
    let columns: Vec<(String, String)> = columns.await?;
    let listed = Listed::of("subjects", &ask);
    exported(doors, caller, (file, kind.as_str()), listed, Subjects { ask, columns }).await
}

/// What is asked for, and the attributes that stand in columns: id and heading. Identity is no column.
struct Subjects {
    ask: AskedSubjects,
    columns: Vec<(String, String)>,
}

impl Sheet for Subjects {
    type Row = SubjectRowView;

    fn header(&self) -> Vec<String> {
        let fixed = ["编号", "称呼", "所属组织编号", "所属组织"].map(str::to_owned);
        fixed.into_iter().chain(self.columns.iter().map(|(_, label)| label.clone())).collect()
    }

    fn cells(&self, row: &SubjectRowView, _: Zone) -> Vec<String> {
        let home = row.home.as_ref();
        let fixed = [
            row.subject.id.clone(),
            row.subject.label.clone(),
            home.map(|org| org.id.clone()).unwrap_or_default(),
            home.map(|org| org.name.clone()).unwrap_or_default(),
        ];
        let shown = |id: &str| row.profile.iter().find(|f| f.id == id).map(|f| f.shown.zh.clone());
        fixed.into_iter().chain(self.columns.iter().map(|(id, _)| shown(id).unwrap_or_default())).collect()
    }

    fn page(
        &self,
        desk: &mut Desk<'_>,
        limit: u16,
        after: Option<String>,
    ) -> Answer<(Vec<SubjectRowView>, Option<String>)> {
        page_of(desk, &self.ask, limit, after)
    }
}
