"""What the property-based run must know beyond the contract: rules that no schema can state."""

import json
import uuid

import schemathesis
from schemathesis.core.failures import Failure

# Faults of requests that are right in form: they depend on other members, on the clock or on what is stored.
RULES = {
    "markdown_not_allowed",
    "only_english_is_source",
    "review_does_not_fit",
    "review_incomplete",
    "unknown_jurisdiction",
    "below_minimum_age",
    "belongs_to",
    "beyond_known_holidays",
    "code_of_the_service",
    "danger_not_critical",
    "does_not_fit_kind",
    "does_not_fit_type",
    "ends_before_it_begins",
    "evidence_needed",
    "given_twice",
    "in_the_future",
    "in_the_past",
    "key_expired",
    "less_than_at_least",
    "list_unreadable",
    "missing_column",
    "more_than_paid",
    "more_than_total",
    "needs_english",
    "never_changes",
    "no_case_key",
    "not_a_country_of_yours",
    "not_a_planning_period",
    "no_visit_there",
    "no_working_calendar",
    "not_a_case_worker",
    "not_a_country_of_yours",
    "not_a_next_step",
    "not_a_public_address",
    "not_a_public_key",
    "not_a_web_address",
    "not_an_inspector",
    "not_its_inspector",
    "not_blinded_for_this_key",
    "not_for_this_visit",
    "not_in_country",
    "not_of_this_visit",
    "not_rated_here",
    "not_where_the_employer_is",
    "one_of_the_two",
    "only_by_planners",
    "only_with",
    "other_currency",
    "other_than_claim",
    "own_organisation",
    "password_common",
    "password_contains_name",
    "password_repetitive",
    "pause_too_long",
    "rule_without_condition",
    "same_establishment",
    "set_by_the_service",
    "too_far_ahead",
    "too_many_decimals",
    "unknown_agency",
    "unknown_attachment",
    "unknown_board",
    "unknown_campaign",
    "unknown_checklist",
    "unknown_column",
    "unknown_contract_member",
    "unknown_employer",
    "unknown_establishment",
    "unknown_form",
    "unknown_item",
    "unknown_key",
    "unknown_message",
    "unknown_organisation",
    "unknown_place",
    "unknown_question",
    "unknown_reference",
    "unknown_report",
    "unknown_request",
    "unknown_script",
    "unknown_time_zone",
    "wrong_answer",
    "wrong_code",
    "wrong_contract_value",
    "wrong_signature",
}
# Members that are needed only together with another, or by one kind of report, or for one status; one of two.
CONDITIONAL = {
    (pointer, "missing_member")
    for pointer in ("/injury", "/occurred_on", "/outcome", "/decline_reason", "/comment/text", "/comment/language", "/kind",
                    "/query/name", "/consents/organisation_id", "/days_per_month", "/consent_id", "/override_reason",
                    "/evidence_attachment_id", "/witness_name", "/safe_contact/trusted_person", "/plan/trusted_person",
                    "/moved_to_id", "/place", "/form_hash", "/told_employer_result", "/reference", "/hazard_codes", "/establishment_id",
                    "/document/note", "/note", "/entry/time_zone", "/query/postcode", "/query/latitude", "/query/longitude")
} | {("/override_reason", "too_short")} | {
    # Trees of the log that there are not yet.
    (pointer, "too_large")
    for pointer in ("/query/from", "/query/to")
} | {
    # Longer than what this server takes of one file.
    ("/header/Upload-Length", "too_large"),
}
# Refusals that say that the form of a request is wrong.
OF_FORM = {
    "malformed_request",
    "invalid_request",
    "unsupported_media_type",
    "body_too_large",
    "idempotency_key_malformed",
    "idempotency_key_missing",
    "not_acceptable",
    "precondition_required",
}


@schemathesis.serializer("application/x-ndjson")
def as_lines(ctx, value):
    """The schema of such a body is that of the array of its lines."""
    if isinstance(value, bytes):
        return value
    rows = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(row) for row in rows).encode()


# Files go as they are: what is generated for them is bytes, and is refused for what it is.
for media_type in (
    "application/offset+octet-stream", "application/pdf", "audio/3gpp", "audio/aac", "audio/amr", "audio/m4a", "audio/mp4",
    "audio/mpeg", "audio/ogg", "audio/wav", "audio/webm", "audio/x-m4a", "audio/x-wav", "text/csv", "video/3gpp", "video/mp4",
    "video/webm",
):

    @schemathesis.serializer(media_type)
    def as_it_is(ctx, value):
        """The bytes, whatever they are."""
        return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def before_call(context, case, kwargs):
    """A marker that the server did not make is refused, and each case is a write of its own."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    if case.query:
        case.query.pop("cursor", None)
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f'"{uuid.uuid4()}"'


@schemathesis.check
def what_the_contract_allows_is_not_refused_for_its_form(ctx, response, case):
    """Replaces `positive_data_acceptance`, which knows statuses only."""
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or response.status_code < 400:
        return None
    if "problem+json" not in response.headers.get("content-type", [""])[0]:
        return None
    problem = response.json()
    if problem["type"].rsplit("/", 1)[-1] not in OF_FORM:
        return None
    faults = [(fault["pointer"], fault["code"]) for fault in problem.get("errors", [])]
    if faults and all(code in RULES or (at, code) in CONDITIONAL for at, code in faults):
        return None
    raise Failure(
        operation=case.operation.label,
        title="What the contract allows was refused for its form",
        message=f"{problem['type']} {faults}",
    )
