//! Errors for people, and their HTTP statuses: the only place where the two meet.
//!
//! Not here: the refusals of single facts (`facts::Refusal`); they travel inside of an answer or of an error of 422.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use views::words::Words;

/// What an error says.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ErrorBody {
    /// The error.
    pub error: ErrorView,
}

/// An error.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ErrorView {
    /// Stable code.
    #[schema(example = "not_yours")]
    pub code: String,
    /// What is wrong.
    pub says: Words,
    /// What to do next.
    pub hint: Words,
    /// The field or parameter concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// For refused facts: every reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(default)]
    pub refusals: Vec<RefusalView>,
}

/// Why a fact was not taken.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RefusalView {
    /// Stable code.
    pub code: String,
    /// The field concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What was found, shortened; never an identity value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// What is wrong.
    pub says: Words,
    /// What to do next.
    pub hint: Words,
}

impl From<&facts::Refusal> for RefusalView {
    fn from(refusal: &facts::Refusal) -> Self {
        RefusalView {
            code: serde_json::to_value(refusal.code)
                .ok()
                .and_then(|v| v.as_str().map(str::to_owned))
                .unwrap_or_default(),
            field: refusal.field.as_ref().map(ToString::to_string),
            found: refusal.found.as_ref().map(ToString::to_string),
            says: Words::from(&refusal.says),
            hint: Words::from(&refusal.hint),
        }
    }
}

/// Everything that a handler may answer instead of what was asked. The closed list.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Not JSON, not a form, not a parameter of that type.
    Unreadable(String),
    /// A parameter has a value that means nothing.
    BadParameter(&'static str),
    /// The body is larger or deeper than allowed.
    TooLarge,
    /// The body is of a type that is not read here.
    WrongType,
    /// The path is known, and does nothing by this method.
    WrongMethod,
    /// No session or token, or one that is over.
    SignIn,
    /// Account or password is wrong.
    WrongPassword,
    /// Too many wrong passwords.
    LockedOut,
    /// A write with a cookie but without the header that other sites cannot send.
    NoHeader,
    /// The role does not allow it.
    NotAllowed,
    /// There is none, or it lies outside of the viewer's jurisdiction: the same answer, so that nothing can be probed.
    Unknown,
    /// It stands already, or no longer.
    Conflict(Words, Words),
    /// Facts were refused.
    Refused(Vec<facts::Refusal>),
    /// Something about the content is wrong.
    Unfit(&'static str, Words, Words),
    /// This server has no way to make it.
    Unprinted(&'static str, Words, Words),
    /// More comes in than can be written.
    Busy,
    /// The store failed, or a handler did. Logged with this code; nothing of it is told.
    Broken(&'static str),
}

/// Where it stands what can be asked.
const SEE_DOCUMENT: (&str, &str) = ("参见 /api/docs", "see /api/docs");

impl Fault {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Fault::Unreadable(_) | Fault::BadParameter(_) => StatusCode::BAD_REQUEST,
            Fault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Fault::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Fault::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Fault::SignIn | Fault::WrongPassword => StatusCode::UNAUTHORIZED,
            Fault::LockedOut | Fault::Busy => StatusCode::TOO_MANY_REQUESTS,
            Fault::NoHeader | Fault::NotAllowed => StatusCode::FORBIDDEN,
            Fault::Unknown => StatusCode::NOT_FOUND,
            Fault::Conflict(..) => StatusCode::CONFLICT,
            Fault::Refused(_) | Fault::Unfit(..) | Fault::Unprinted(..) => StatusCode::UNPROCESSABLE_ENTITY,
            Fault::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Unreadable(_) => "unreadable",
            Fault::BadParameter(_) => "bad_parameter",
            Fault::TooLarge => "too_large",
            Fault::WrongType => "wrong_content_type",
            Fault::WrongMethod => "wrong_method",
            Fault::SignIn => "sign_in",
            Fault::WrongPassword => "wrong_password",
            Fault::LockedOut => "locked_out",
            Fault::NoHeader => "no_header",
            Fault::NotAllowed => "not_allowed",
            Fault::Unknown => "unknown",
            Fault::Conflict(..) => "conflict",
            Fault::Refused(_) => "refused",
            Fault::Unfit(..) => "unfit",
            Fault::Unprinted(code, ..) => code,
            Fault::Busy => "busy",
            Fault::Broken(_) => "broken",
        }
    }

    fn says(&self) -> (Words, Words) {
        let (says, hint) = match self {
            Fault::Unreadable(what) => return unreadable(what),
            Fault::BadParameter(name) => {
                return (
                    Words::new(format!("参数 {name} 无效"), format!("the parameter {name} means nothing")),
                    Words::new(SEE_DOCUMENT.0, SEE_DOCUMENT.1),
                );
            }
            Fault::Conflict(says, hint) | Fault::Unfit(_, says, hint) | Fault::Unprinted(_, says, hint) => {
                return (says.clone(), hint.clone());
            }
            Fault::TooLarge => {
                (("内容过大或嵌套过深", "too large or too deeply nested"), ("请分批提交", "send it in parts"))
            }
            Fault::WrongType => (
                ("不支持的内容类型", "this content type is not read here"),
                ("请使用 application/json", "send application/json"),
            ),
            Fault::WrongMethod => {
                (("此地址不支持该请求方法", "this path does nothing by this method"), SEE_DOCUMENT)
            }
            Fault::SignIn => (("请先登录", "sign in first"), ("登录后重试", "sign in and try again")),
            Fault::WrongPassword => (
                ("账号或密码错误", "account or password is wrong"),
                (
                    "请核对后重试；多次错误将暂时锁定",
                    "check and try again; several mistakes lock the account for a while",
                ),
            ),
            Fault::LockedOut => (
                (
                    "密码错误次数过多，账号已暂时锁定",
                    "too many wrong passwords; the account is locked for a while",
                ),
                ("请 15 分钟后重试", "try again in 15 minutes"),
            ),
            Fault::NoHeader => (
                ("缺少请求头 x-lf", "the header x-lf is missing"),
                ("使用会话写入时须带请求头 x-lf: 1", "send x-lf: 1 with every write of a session"),
            ),
            Fault::NotAllowed => (
                ("您的岗位无此权限", "your role does not allow it"),
                ("如需办理请联系上级或管理员", "ask your superior or administrator"),
            ),
            Fault::Unknown => (
                ("未找到，或不在您的管辖范围", "there is none, or it is outside of your jurisdiction"),
                ("请核对编号", "check the id"),
            ),
            Fault::Refused(_) => (
                ("登记未被接受", "the fact was refused"),
                ("请按各字段提示修改后重新提交", "mend it as each reason says and send it again"),
            ),
            Fault::Busy => (
                ("当前提交过多", "more comes in than can be written"),
                ("请稍后重试，已接受的内容不会丢失", "try again shortly; nothing that was accepted is lost"),
            ),
            Fault::Broken(_) => (
                ("服务器内部错误，已记录", "the server failed; it has been logged"),
                ("请稍后重试", "try again shortly"),
            ),
        };
        (Words::new(says.0, says.1), Words::new(hint.0, hint.1))
    }

    /// What is sent.
    pub fn body(&self) -> ErrorBody {
        let (says, hint) = self.says();
        let field = match self {
            Fault::BadParameter(name) => Some((*name).to_owned()),
            Fault::Unfit(field, ..) if !field.is_empty() => Some((*field).to_owned()),
            _ => None,
        };
        let refusals = match self {
            Fault::Refused(list) => list.iter().map(RefusalView::from).collect(),
            _ => Vec::new(),
        };
        ErrorBody { error: ErrorView { code: self.code().to_owned(), says, hint, field, refusals } }
    }
}

fn unreadable(what: &str) -> (Words, Words) {
    (
        Words::new(format!("请求无法读取：{what}"), format!("the request cannot be read: {what}")),
        Words::new("请检查格式是否为 JSON、编码是否为 UTF-8", "check that it is JSON in UTF-8"),
    )
}

impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Self {
        // The only thing that a caller can get wrong below the doors: a key to continue after that is none of the list.
        if error.doing == "continue a list" {
            return Fault::BadParameter("after");
        }
        tracing::error!(code = "store", doing = error.doing, again = error.again, "the store failed");
        if error.again { Fault::Busy } else { Fault::Broken(error.doing) }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        if let Fault::Broken(doing) = &self {
            tracing::error!(code = "broken", doing, "a request failed");
        }
        let mut response = (self.status(), Json(self.body())).into_response();
        if matches!(self, Fault::Busy) {
            response.headers_mut().insert("retry-after", axum::http::HeaderValue::from_static("1"));
        }
        response
    }
}

/// The answer of a handler.
pub type Answer<T> = std::result::Result<T, Fault>;
