//! The report card of one case as a document. What it shows is what the page of the case shows, to whom it shows it: identity
//! is masked for everybody. That it left is recorded like a list that leaves.
//!
//! Not here: how a document looks (`documents`), which reports are one case (`views`).

use super::show::page_of;
use crate::{
    caller::Caller,
    desk::{Desk, registered},
    error::{Answer, ErrorBody, Fault},
    extract::{Params, Segment},
    files::{Kind, attachment},
    looks::{self, Listed},
    state::Doors,
    sweeper::blocking,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use documents::{Block, Document, Entry, Typesetter, Unprinted};
use facts::{FactId, Ledger, Name, SubjectId};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use views::{
    case_page::CasePage,
    fact::FieldView,
    subject::{FileParts, SubjectFile, mentions, subject_file},
    words::Words,
};

/// As which kind of file.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Form {
    /// pdf, docx; default pdf.
    pub form: Option<String>,
}

impl Form {
    fn kind(&self) -> Answer<Kind> {
        match self.form.as_deref() {
            None | Some("" | "pdf") => Ok(Kind::Pdf),
            Some("docx") => Ok(Kind::Docx),
            Some(_) => Err(Fault::BadParameter("form")),
        }
    }
}

/// The report card of a case as a document to print or to edit, identity masked.
#[utoipa::path(
    get,
    path = "/cases/{id}/card",
    tag = "cases",
    params(("id" = String, Path, description = "the first fact of a report of the case"), Form),
    security(("session" = []), ("token" = [])),
    responses((status = 200, description = "the file", content_type = "application/octet-stream", body = Vec<u8>), (status = "4XX", description = "refused", body = ErrorBody))
)]
pub async fn print_card(
    State(doors): State<Doors>,
    caller: Caller,
    Segment(id): Segment<String>,
    Params(form): Params<Form>,
) -> Answer<Response> {
    let kind = form.kind()?;
    let root: FactId = id.parse().map_err(|_| Fault::Unknown)?;
    let document = doors.desk(&caller, move |desk| card_of(desk, root)).await?;
    let typesetter = doors.typesetter.clone();
    let bytes = blocking(move || Ok(written(kind, &document, typesetter))).await??;
    let asked = serde_json::json!({ "case": id });
    let mut look = looks::at_list(&doors, &caller, Listed::of("card", &asked), kind);
    if let Some(export) = &mut look.export {
        (export.rows, export.whole) = (Some(1), true);
    }
    // The look is recorded before anything leaves.
    looks::record(&doors, look).await?;
    Ok((attachment(kind, "report-card"), bytes).into_response())
}

fn written(kind: Kind, document: &Document, typesetter: Option<Arc<dyn Typesetter>>) -> Answer<Vec<u8>> {
    if kind == Kind::Docx {
        return documents::docx::write(document).map_err(|_| Fault::Broken("write a document"));
    }
    let typesetter = typesetter.ok_or_else(no_typesetter)?;
    let refused = |no: Unprinted| Fault::Unprinted(no.code, Words::from(&no.says), Words::from(&no.hint));
    Ok(typesetter.pdf(document).map_err(refused)?.bytes)
}

fn no_typesetter() -> Fault {
    Fault::Unprinted(
        "no_typesetter",
        Words::new("此服务器的程序未含 PDF 排版", "the program of this server was built without making PDFs"),
        Words::new(
            "请下载 Word 格式，或请管理员换用含 PDF 的程序（cargo build -p lianfang --release --features pdf）",
            "take it as DOCX, or ask the administrator for a program built with --features pdf",
        ),
    )
}

/// The card: who it is, masked; every field of the form, also those that were left empty; who reported, and when.
fn card_of(desk: &mut Desk<'_>, root: FactId) -> Answer<Document> {
    let page = page_of(desk, root)?;
    let person = SubjectId::parse(&page.case.person.id).ok_or(Fault::Unknown)?;
    let file = file_of(desk, &person)?;
    let zone = desk.house.zone;
    let ledger = desk.book.ledgers.get(&Name::new(&page.card.ledger)).cloned();
    let told = |label: &str, value: &str| Entry::new(label, value);
    let mut who: Vec<Entry> = file.identity.iter().chain(&file.profile).map(entry).collect();
    who.extend(file.home.iter().map(|home| told("所在组织", &home.name)));
    let reported = vec![
        told("报告单位", &page.card.org.name),
        told("报告时间", &crate::sheets::moment(&page.card.at, zone)),
        told("编号", &page.card.root),
    ];
    let heading = |text: &str| Block::Heading { text: text.to_owned() };
    Ok(Document {
        title: page.card.title.zh.clone(),
        subtitle: String::new(),
        as_of: format!("截至 {}", zone.words(desk.now)),
        blocks: vec![
            heading("患者"),
            Block::Card { entries: who },
            heading("报告内容"),
            Block::Card { entries: fields(&page, ledger.as_ref()) },
            heading("报告"),
            Block::Card { entries: reported },
            Block::Signatures { labels: vec!["填卡人".into(), "审核人".into(), "日期".into()] },
            Block::Note {
                text: "身份信息已脱敏；本卡按系统中现行登记生成，导出已留痕。".into()
            },
        ],
        footer: format!("{} {}", page.card.title.zh, page.card.root),
    })
}

/// Every field of the form; of a ledger that is gone those that were told.
fn fields(page: &CasePage, ledger: Option<&Ledger>) -> Vec<Entry> {
    let Some(ledger) = ledger else { return page.card.fields.iter().map(entry).collect() };
    let told = |id: &str| page.card.fields.iter().find(|field| field.id == id);
    let field = |field: &facts::Field| match told(field.id.as_str()) {
        Some(told) => entry(told),
        None => Entry::new(Words::from(&field.label).zh, ""),
    };
    ledger.fields.iter().map(field).collect()
}

fn entry(field: &FieldView) -> Entry {
    Entry::new(field.label.zh.clone(), field.shown.zh.clone())
}

fn file_of(desk: &mut Desk<'_>, person: &SubjectId) -> Answer<SubjectFile> {
    let of = registered(desk.subject(person)?);
    let identity =
        desk.masked_identity(person)?.into_iter().map(|(field, (_, text))| (field, text)).collect();
    let standing = outcomes::Standing::default();
    let parts =
        FileParts { of: &of, memberships: &[], standing: &standing, identity: &identity, may_unmask: false };
    let names = desk.names(mentions(&parts))?;
    Ok(subject_file(&desk.lens(&names), &parts))
}
