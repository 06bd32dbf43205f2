//! Accounts.

mod change;
mod create;
mod export;
mod list;

use crate::{
    accounts::{self, Account, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN},
    caller::Caller,
    delivery::mail,
    desk::Desk,
    error::{Answer, Fault},
    routes::session::grants,
    state::Doors,
    sweeper::blocking,
    wire::AccountView,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use views::words::Words;

/// The routes.
pub fn routes() -> OpenApiRouter<Doors> {
    OpenApiRouter::new()
        .routes(routes!(change::change_account))
        .routes(routes!(create::create_account, list::list_accounts))
        .routes(routes!(export::export_accounts))
}

/// True when the caller may manage an account: every place where it holds a role is one whose users they manage. So
/// nobody takes over an account that may do more than they may.
pub fn may_manage(desk: &mut Desk<'_>, account: &str) -> Answer<bool> {
    if !desk.has(access::Right::Users) {
        return Ok(false);
    }
    for held in desk.read.assignments_of(account)? {
        let over = held.until.is_some_and(|until| until <= desk.now);
        let path = desk.path(&held.org)?;
        if !over && !desk.scope.may_manage_users(&path) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn view(doors: &Doors, desk: &mut Desk<'_>, name: &str, account: Account) -> Answer<AccountView> {
    let wall = doors.wall.now();
    let grants = grants(doors, desk.read, desk.book, name)?;
    Ok(AccountView {
        account: name.to_owned(),
        name: account.name,
        email: account.email,
        disabled: account.disabled,
        locked_until: account.locked_until.filter(|until| wall < *until).map(|at| at.to_string()),
        grants,
    })
}

/// An account after it was made or changed.
async fn show(doors: &Doors, caller: &Caller, name: String) -> Answer<AccountView> {
    let of = doors.clone();
    doors
        .desk(caller, move |desk| {
            let account = accounts::account(desk.read, &name)?.ok_or(Fault::Unknown)?;
            view(&of, desk, &name, account)
        })
        .await
}

/// A mail address as it is kept; empty means none.
fn address(text: Option<&String>) -> Answer<Option<String>> {
    let Some(text) = text.map(|t| t.trim()).filter(|t| !t.is_empty()) else { return Ok(None) };
    if mail::is_address(text) {
        return Ok(Some(text.to_owned()));
    }
    let says = Words::new("邮箱地址无效", "this is no mail address");
    Err(Fault::Unfit("email", says, Words::new("请核对后重填", "check it and enter it again")))
}

/// The hash of a new password.
async fn hash(doors: &Doors, password: &str) -> Answer<String> {
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&password.chars().count()) {
        let says = Words::new("密码须为 10 至 200 个字符", "a password has 10 to 200 characters");
        return Err(Fault::Unfit("password", says, Words::new("请换一个密码", "choose another one")));
    }
    let (password, salt) = (password.to_owned(), doors.random());
    let _permit = doors.hashing().await?;
    let hash = blocking(move || Ok(accounts::hash_password(&password, salt))).await?;
    hash.ok_or(Fault::Broken("hash a password"))
}

/// The present password of the own account. Guessing here counts as guessing at the door.
async fn confirm(doors: &Doors, known: &Account, password: String) -> Answer<()> {
    let hash = known.hash.clone();
    let _permit = doors.hashing().await?;
    let fits = blocking(move || Ok(accounts::fits(&password, hash.as_deref()))).await?;
    if fits { Ok(()) } else { Err(Fault::WrongPassword) }
}
