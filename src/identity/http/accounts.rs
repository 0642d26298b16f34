//! Looking after the accounts of one's own organisation.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::own_sessions::PageParameters;
use super::{Account, RoleSet};
use crate::identity::accounts::{self, Changes, StoredAccount};
use crate::identity::caller::Caller;
use crate::identity::keeper::{self, Invitation, Invitee, Keeper, KeepingError};
use crate::identity::model::AccountName;
use crate::identity::permissions::Administer;
use crate::identity::secrets::Secrets;
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{
    Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf, Routes,
};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Line;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_accounts)
        .service(invite_account)
        .service(get_account)
        .service(get_account_name)
        .service(change_account)
        .service(disable_account)
        .service(enable_account)
        .service(reset_account);
}

/// What colleagues read.
type DisplayName = Line<100>;

/// List the organisation's accounts, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_accounts", params(PageParameters),
    responses((status = 200, description = "The accounts", body = Page<Account>)))]
#[get("/staff/accounts")]
async fn list_accounts(
    caller: Caller<Administer>,
    query: QueryOf<PageParameters>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery::from(query.0);
    let before: Option<Id> = cursors.position(&page)?;
    let (organisation, wanted) = (caller.organisation(), page.rows());
    let list = move |conn: &mut Conn| accounts::list_in(conn, organisation, before, wanted);
    let rows = context.db().read(list).await?;
    let found = cursors.page(&page, rows, |account| account.row.id, Account::from);
    Ok(HttpResponse::Ok().json(found))
}

/// Somebody who is to become a member of staff.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "sita@ngo.example", "display_name": "Sita", "roles": ["case_worker"]
}))]
struct NewAccount {
    /// An id of your own choice.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    id: Option<ChosenId>,
    /// The name with which they will sign in; no other account of the service has it.
    name: AccountName,
    /// What colleagues read.
    display_name: DisplayName,
    /// What they may do.
    roles: RoleSet,
}

/// An account that is to be set up, with the token for it, shown once.
#[derive(Debug, Serialize, ToSchema)]
struct InvitedAccount {
    /// The account.
    id: Id,
    /// The account.
    account: Account,
    /// To be handed to its holder, who sets the account up at `POST /v1/account-set-ups`.
    #[schema(example = "pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo")]
    set_up_token: String,
    /// Until when the token is good.
    set_up_token_expires_at: Time,
}

impl From<Invitation> for InvitedAccount {
    fn from(invitation: Invitation) -> Self {
        Self {
            id: invitation.account(),
            set_up_token: invitation.token.expose(),
            set_up_token_expires_at: invitation.expires_at,
            account: invitation.account.into(),
        }
    }
}

/// Invite somebody into the organisation.
///
/// Hand the token over on a safe way; whoever has it sets the account up. Moderators are invited only
/// by an organisation that has the competence `moderation`.
#[utoipa::path(tag = "staff", operation_id = "invite_account",
    request_body = NewAccount,
    responses((status = 201, description = "The account and its token", body = InvitedAccount)),
    extensions(("x-problems" = json!(["account_name_taken", "id_taken", "competence_missing"]))))]
#[post("/staff/accounts")]
async fn invite_account(
    caller: Caller<Administer>,
    command: Command<NewAccount>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let invitee = Invitee {
        id: new.id.map_or_else(|| context.new_id(), Id::from),
        organisation: caller.organisation(),
        name: new.name,
        display_name: new.display_name.into_inner(),
        roles: new.roles.0,
    };
    let (secrets, now) = (Secrets::of(context.services()), context.now());
    let (by, keeper) = (caller.originator(), Keeper::of(&caller));
    let work = move |conn: &mut Conn| {
        let invitation = keeper::invite(conn, &keeper, &secrets, invitee, now)?;
        let location = format!("/v1/staff/accounts/{}", invitation.account());
        let tag = tag_of(&invitation.account);
        Ok(Answer::created(location, &InvitedAccount::from(invitation))?.tagged(&tag))
    };
    command.run(&context, by, work).await
}

fn tag_of(account: &StoredAccount) -> EntityTag {
    EntityTag::of_version(account.row.version)
}

/// Show an account of the organisation.
#[utoipa::path(tag = "staff", operation_id = "get_account",
    params(("account_id" = Id, Path, description = "The account")),
    responses((status = 200, description = "The account", body = Account)))]
#[get("/staff/accounts/{account_id}")]
async fn get_account(
    caller: Caller<Administer>,
    path: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (keeper, id) = (Keeper::of(&caller), path.0);
    let find = move |conn: &mut Conn| keeper::get(conn, &keeper, id);
    let account = context.db().read(find).await?;
    let tag = (header::ETAG, tag_of(&account).to_string());
    Ok(HttpResponse::Ok()
        .insert_header(tag)
        .json(Account::from(account)))
}

/// The name with which somebody signs in.
#[derive(Debug, Serialize, ToSchema)]
struct NameOfAccount {
    /// The name.
    #[schema(example = "sita@ngo.example")]
    name: String,
}

/// Show the name with which somebody of the organisation signs in.
///
/// The name is kept sealed; that it was opened is in the audit log.
#[utoipa::path(tag = "staff", operation_id = "get_account_name",
    params(("account_id" = Id, Path, description = "The account")),
    extensions(("x-problems" = json!(["gone"]))),
    responses((status = 200, description = "The name", body = NameOfAccount)))]
#[get("/staff/accounts/{account_id}/name")]
async fn get_account_name(
    caller: Caller<Administer>,
    path: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (keeper, id) = (Keeper::of(&caller), path.0);
    let (secrets, now) = (Secrets::of(context.services()), context.now());
    let open = move |conn: &mut Conn| {
        let account = keeper::get(conn, &keeper, id)?;
        keeper::open_name(conn, &keeper, &secrets, &account, now)
    };
    let name = context.db().write(open).await?;
    Ok(HttpResponse::Ok().json(NameOfAccount { name }))
}

/// What is to be different about an account (RFC 7396); what is left out stays.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "roles": ["case_worker", "moderator"] }))]
struct AccountChanges {
    /// What colleagues read.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    display_name: Option<DisplayName>,
    /// What its holder may do.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    roles: Option<RoleSet>,
}

/// Change the display name or the roles of an account.
///
/// Nobody changes their own roles; one administrator remains; a role that opens sealed records is
/// given to an active account only when it has a second factor, the role of a moderator only in an
/// organisation with the competence `moderation`. Fewer roles hold from the next request on. Whoever stops being
/// a case worker no longer opens cases; that is refused while a case would be left that nobody can open.
#[utoipa::path(tag = "staff", operation_id = "change_account",
    params(("account_id" = Id, Path, description = "The account")),
    request_body = AccountChanges,
    responses((status = 200, description = "The account as it is now", body = Account)),
    extensions(("x-if-match" = json!(true)),
        ("x-problems" = json!(["own_account", "last_administrator", "second_factor_missing",
            "competence_missing", "cases_stranded"]))))]
#[patch("/staff/accounts/{account_id}")]
async fn change_account(
    caller: Caller<Administer>,
    path: PathOf<Id>,
    if_match: IfMatch,
    command: Command<AccountChanges>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (wanted, command) = command.take_body();
    let changes = Changes {
        display_name: wanted.display_name.map(DisplayName::into_inner),
        roles: wanted.roles.map(|roles| roles.0),
        status: None,
    };
    let (by, keeper) = (caller.originator(), Keeper::of(&caller));
    let (id, now) = (path.0, context.now());
    let work = move |conn: &mut Conn| {
        let account = keeper::lock(conn, &keeper, id)?;
        if_match.check(&tag_of(&account))?;
        let account = keeper::change(conn, &keeper, &account, &changes, now)?;
        shown(account)
    };
    command.run(&context, by, work).await
}

fn shown(account: StoredAccount) -> Result<Answer, Problem> {
    let tag = tag_of(&account);
    Ok(Answer::changed(&Account::from(account))?.tagged(&tag))
}

/// Disable an account: its sessions end at once.
///
/// It no longer opens cases, and is refused (`cases_stranded`) while it is the only one besides the worker who
/// could open one.
#[utoipa::path(tag = "staff", operation_id = "disable_account",
    params(("account_id" = Id, Path, description = "The account")),
    responses((status = 200, description = "The account as it is now", body = Account)),
    extensions(("x-problems" = json!(["own_account", "last_administrator", "cases_stranded"]))))]
#[post("/staff/accounts/{account_id}/disable")]
async fn disable_account(
    caller: Caller<Administer>,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    act(caller, path.0, command, context, keeper::disable).await
}

/// Enable a disabled account.
///
/// One that was never set up, or lacks a second factor that its roles need, is `invited`: reset it
/// to get a token.
#[utoipa::path(tag = "staff", operation_id = "enable_account",
    params(("account_id" = Id, Path, description = "The account")),
    responses((status = 200, description = "The account as it is now", body = Account)))]
#[post("/staff/accounts/{account_id}/enable")]
async fn enable_account(
    caller: Caller<Administer>,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    act(caller, path.0, command, context, keeper::enable).await
}

async fn act(
    caller: Caller<Administer>,
    id: Id,
    command: Bare,
    context: Context,
    action: fn(&mut Conn, &Keeper, Id, Time) -> Result<(), KeepingError>,
) -> Result<HttpResponse, Problem> {
    let (by, keeper) = (caller.originator(), Keeper::of(&caller));
    let now = context.now();
    let work = move |conn: &mut Conn| {
        action(conn, &keeper, id, now)?;
        shown(keeper::get(conn, &keeper, id)?)
    };
    command.run(&context, by, work).await
}

/// Reset an account whose holder has lost the password or the authenticator app.
///
/// Its sessions end; it is set up anew, with a new second factor, with the token in the answer.
#[utoipa::path(tag = "staff", operation_id = "reset_account",
    params(("account_id" = Id, Path, description = "The account")),
    responses((status = 200, description = "The account and its token", body = InvitedAccount)),
    extensions(("x-problems" = json!(["own_account", "last_administrator"]))))]
#[post("/staff/accounts/{account_id}/reset")]
async fn reset_account(
    caller: Caller<Administer>,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (by, keeper) = (caller.originator(), Keeper::of(&caller));
    let (secrets, now) = (Secrets::of(context.services()), context.now());
    let id = path.0;
    let work = move |conn: &mut Conn| {
        let invitation = keeper::reset(conn, &keeper, &secrets, id, now)?;
        Answer::changed(&InvitedAccount::from(invitation))
    };
    command.run(&context, by, work).await
}
