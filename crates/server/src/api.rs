//! The OpenAPI document, generated from the routes.

use crate::routes;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "lianfang 联防",
        description = "A work plan that runs: facts come in, the plan says what follows. \
            Writes of a session carry the header `x-lf: 1`; programs send `Authorization: Bearer <token>`. \
            Times are RFC 3339, labels are always `{zh, en}`, lists are paged with `limit` and `after`."
    ),
    modifiers(&Schemes),
    components(schemas(crate::error::ErrorBody)),
    tags(
        (name = "session", description = "登录 signing in and out"),
        (name = "today", description = "今日 the page of today"),
        (name = "duties", description = "任务 duties"),
        (name = "why", description = "依据 reasons"),
        (name = "facts", description = "登记 facts"),
        (name = "ledgers", description = "台账 ledgers"),
        (name = "imports", description = "导入 spreadsheets"),
        (name = "subjects", description = "人员 persons, households, places"),
        (name = "orgs", description = "组织 organisations"),
        (name = "plans", description = "方案 plans"),
        (name = "reports", description = "报表 reports"),
        (name = "boards", description = "看板 pictures of many"),
        (name = "alerts", description = "预警 alerts"),
        (name = "analyses", description = "分析 analyses"),
        (name = "cases", description = "病例一览 the line list"),
        (name = "chains", description = "传播链 chains of transmission"),
        (name = "kept", description = "视图 kept views of a page"),
        (name = "courses", description = "管控期 courses"),
        (name = "messages", description = "消息 messages"),
        (name = "accounts", description = "账号 accounts, tokens, looks"),
        (name = "purges", description = "到期清除 purges by retention"),
        (name = "deliveries", description = "消息投递 messages that leave the house"),
        (name = "sync", description = "同步 facts since a cursor, the day of a phone"),
        (name = "devices", description = "掌上设备 phones, and ordering one to be wiped"),
        (name = "health", description = "运行状态 whether the server serves"),
        (name = "demo", description = "演示 the simulated clock")
    )
)]
struct Document;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        components.add_security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("lf_session"))),
        );
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// The router of version 1 with its document.
pub fn router() -> (axum::Router<crate::state::Doors>, utoipa::openapi::OpenApi) {
    utoipa_axum::router::OpenApiRouter::with_openapi(Document::openapi())
        .nest("/api/v1", routes::api())
        .split_for_parts()
}

/// The OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    router().1
}
