//! The tables as Diesel sees them; `tests/api/schema.rs` proves that both databases have them.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

use crate::platform::db::{DbDate, DbJson, DbTime, DbUuid};

// Platform.

table! {
    use diesel::sql_types::{Binary, Nullable};
    use super::DbTime;
    idempotency (key_hash) {
        key_hash -> Binary,
        request_hash -> Binary,
        answer -> Binary,
        expires_at -> DbTime,
        answer_without_secret -> Nullable<Binary>,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbTime;
    shown_once (secret_hash) {
        secret_hash -> Binary,
        key_hash -> Binary,
        expires_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    use super::{DbTime, DbUuid};
    data_keys (subject_id, class) {
        subject_id -> DbUuid,
        class -> Text,
        master_key_id -> Text,
        wrapped -> Binary,
        created_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::{DbJson, DbTime};
    code_lists (name) {
        name -> Text,
        content -> DbJson,
        imported_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::{DbJson, DbTime};
    apps_configuration (name) {
        name -> Text,
        content -> DbJson,
        imported_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    use super::DbTime;
    reference_imports (source) {
        source -> Text,
        content_hash -> Binary,
        imported_at -> DbTime,
    }
}

// Identity.

table! {
    use diesel::sql_types::Text;
    use super::{DbTime, DbUuid};
    organisations (id) {
        id -> DbUuid,
        name -> Text,
        kind -> Text,
        status -> Text,
        created_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    organisation_countries (organisation_id, country) {
        organisation_id -> DbUuid,
        country -> Text,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    organisation_competences (organisation_id, competence) {
        organisation_id -> DbUuid,
        competence -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    accounts (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        name_hash -> Binary,
        sealed_name -> Binary,
        display_name -> Text,
        password_hash -> Nullable<Text>,
        sealed_totp_secret -> Nullable<Binary>,
        totp_confirmed_at -> Nullable<DbTime>,
        totp_last_step -> Nullable<BigInt>,
        status -> Text,
        version -> BigInt,
        created_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    account_roles (account_id, role) {
        account_id -> DbUuid,
        role -> Text,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::{DbTime, DbUuid};
    set_up_tokens (token_hash) {
        token_hash -> Binary,
        account_id -> DbUuid,
        expires_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use super::{DbDate, DbTime, DbUuid};
    sessions (id) {
        id -> DbUuid,
        account_id -> DbUuid,
        created_at -> DbTime,
        last_used_on -> DbDate,
        expires_at -> DbTime,
        ended_at -> Nullable<DbTime>,
        ended_because -> Nullable<Text>,
        sealed_account_key -> Nullable<Binary>,
        previous_account_key -> Nullable<Binary>,
        key_thumbprint -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{Binary, Nullable};
    use super::{DbTime, DbUuid};
    refresh_tokens (token_hash) {
        token_hash -> Binary,
        session_id -> DbUuid,
        expires_at -> DbTime,
        used_at -> Nullable<DbTime>,
        sealed_account_key -> Nullable<Binary>,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    use super::{DbTime, DbUuid};
    account_keys (account_id) {
        account_id -> DbUuid,
        public_key -> Binary,
        sealed_under -> Text,
        salt -> Binary,
        sealed_private_key -> Binary,
        created_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbUuid;
    case_keys (case_id) {
        case_id -> DbUuid,
        public_key -> Binary,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    use super::DbUuid;
    case_key_holders (case_id, holder_kind, holder_id) {
        case_id -> DbUuid,
        holder_kind -> Text,
        holder_id -> DbUuid,
        sealed_private_key -> Binary,
    }
}

table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    signing_keys (id) {
        id -> DbUuid,
        public_key -> Binary,
        sealed_private_key -> Binary,
        created_at -> DbTime,
        published_until -> Nullable<DbTime>,
        purpose -> Text,
    }
}

table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    receipts (id) {
        id -> DbUuid,
        code_hash -> Binary,
        subject_kind -> Text,
        subject_id -> DbUuid,
        status -> Text,
        created_at -> DbTime,
        origin -> Text,
        scope -> Text,
        successor_id -> Nullable<DbUuid>,
        expires_at -> Nullable<DbTime>,
        second_word_hash -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    use super::{DbDate, DbUuid};
    filing_proofs (reference_hash) {
        reference_hash -> Binary,
        subject_kind -> Text,
        subject_id -> DbUuid,
        filed_on -> DbDate,
    }
}

table! {
    use super::{DbTime, DbUuid};
    narrative_readings (id) {
        id -> DbUuid,
        request_id -> DbUuid,
        read_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{Binary, Nullable};
    use super::{DbDate, DbUuid};
    pseudonyms (id) {
        id -> DbUuid,
        number_hash -> Binary,
        recovery_hash -> Binary,
        created_in -> DbDate,
        used_in -> Nullable<DbDate>,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbUuid;
    pseudonym_receipts (id) {
        id -> DbUuid,
        pseudonym_id -> DbUuid,
        sealed_code -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    audit_entries (sequence) {
        sequence -> BigInt,
        at -> DbTime,
        account_id -> Nullable<DbUuid>,
        organisation_id -> Nullable<DbUuid>,
        action -> Text,
        subject_kind -> Text,
        subject_id -> DbUuid,
        detail -> Nullable<Text>,
        hash -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    audit_head (id) {
        id -> BigInt,
        sequence -> BigInt,
        hash -> Binary,
        unkeyed -> BigInt,
        key_id -> Nullable<Text>,
        seal -> Nullable<Binary>,
    }
}

// Agencies.

table! {
    use diesel::sql_types::{Bool, Nullable, Text};
    use super::{DbDate, DbTime};
    registers (name) {
        name -> Text,
        country -> Text,
        title -> Text,
        regulator -> Text,
        regulator_url -> Nullable<Text>,
        language -> Text,
        source_name -> Text,
        source_url -> Text,
        licence_note -> Text,
        retrieved_on -> DbDate,
        imported_at -> DbTime,
        is_official -> Bool,
        is_complete -> Bool,
        has_licence_numbers -> Bool,
        kind -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbDate, DbJson, DbTime, DbUuid};
    agencies (id) {
        id -> DbUuid,
        register -> Text,
        register_key -> Text,
        country -> Text,
        name -> Text,
        alternate_names -> DbJson,
        address -> Nullable<Text>,
        telephones -> DbJson,
        website -> Nullable<Text>,
        licence_number -> Nullable<Text>,
        licence_number_key -> Nullable<Text>,
        licence_status -> Text,
        licence_status_source -> Nullable<Text>,
        licence_status_basis -> Text,
        licence_valid_from -> Nullable<DbDate>,
        licence_expires_on -> Nullable<DbDate>,
        retrieved_on -> DbDate,
        missing_since -> Nullable<DbDate>,
        searched -> Text,
        sort_key -> Text,
        content_hash -> Binary,
        rating_count -> BigInt,
        rating -> Nullable<DbJson>,
        created_at -> DbTime,
        updated_at -> DbTime,
        merged_into -> Nullable<DbUuid>,
        kind -> Text,
        stated_names -> DbJson,
        marks -> DbJson,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    agency_destinations (agency_id, country) {
        agency_id -> DbUuid,
        country -> Text,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    agency_sectors (agency_id, sector) {
        agency_id -> DbUuid,
        sector -> Text,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    agency_trigrams (trigram, agency_id) {
        trigram -> Text,
        agency_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbDate, DbJson, DbTime, DbUuid};
    import_runs (id) {
        id -> DbUuid,
        register -> Text,
        outcome -> Text,
        refusal -> Nullable<Text>,
        obtained -> Text,
        source_name -> Text,
        source_url -> Text,
        retrieved_on -> DbDate,
        imported_at -> DbTime,
        content_sha256 -> Nullable<Binary>,
        content_bytes -> Nullable<BigInt>,
        counts -> DbJson,
        faults -> DbJson,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbDate, DbTime, DbUuid};
    licence_states (agency_id, sequence) {
        agency_id -> DbUuid,
        sequence -> BigInt,
        act -> Text,
        name -> Text,
        licence_number -> Nullable<Text>,
        licence_number_key -> Nullable<Text>,
        status -> Text,
        status_source -> Nullable<Text>,
        status_basis -> Text,
        valid_from -> Nullable<DbDate>,
        expires_on -> Nullable<DbDate>,
        missing_since -> Nullable<DbDate>,
        observed_on -> DbDate,
        recorded_at -> DbTime,
        run_id -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    agency_matches (id) {
        id -> DbUuid,
        register -> Text,
        earlier_agency_id -> DbUuid,
        later_agency_id -> DbUuid,
        reasons -> DbJson,
        run_id -> DbUuid,
        found_at -> DbTime,
        status -> Text,
        version -> BigInt,
        decided_at -> Nullable<DbTime>,
        decided_by -> Nullable<DbUuid>,
        decision_reason -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::DbTime;
    register_fetches (register) {
        register -> Text,
        url -> Text,
        etag -> Nullable<Text>,
        due_at -> DbTime,
        leased_until -> Nullable<DbTime>,
        failures -> BigInt,
        attempted_at -> Nullable<DbTime>,
        succeeded_at -> Nullable<DbTime>,
        refusal -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
    use super::{DbTime, DbUuid};
    uploads (id) {
        id -> DbUuid,
        subject_kind -> Text,
        subject_id -> DbUuid,
        sealed_state -> Binary,
        is_finished -> Bool,
        version -> BigInt,
        expires_at -> DbTime,
        account_id -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbTime, DbUuid};
    custody_entries (id) {
        id -> DbUuid,
        subject_kind -> Text,
        subject_id -> DbUuid,
        item_id -> DbUuid,
        event -> Text,
        account_id -> Nullable<DbUuid>,
        at -> DbTime,
    }
}

joinable!(agencies -> registers (register));

allow_tables_to_appear_in_same_query!(
    agencies,
    registers,
    agency_destinations,
    agency_sectors,
    agency_trigrams,
    import_runs,
    licence_states,
    agency_matches,
);

table! {
    use diesel::sql_types::BigInt;
    use super::DbUuid;
    agency_reply_counts (agency_id) {
        agency_id -> DbUuid,
        answered -> BigInt,
        answered_soon -> BigInt,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    entry_sources (agency_id) {
        agency_id -> DbUuid,
        name -> Text,
        url -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbDate, DbUuid};
    employer_proposals (agency_id) {
        agency_id -> DbUuid,
        country -> Text,
        status -> Text,
        reason -> Nullable<Text>,
        sealed_content -> Nullable<Binary>,
        version -> BigInt,
        proposed_on -> DbDate,
        decided_on -> Nullable<DbDate>,
        decided_by -> Nullable<DbUuid>,
        joined_into -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbDate, DbJson, DbTime, DbUuid};
    agency_statements (id) {
        id -> DbUuid,
        agency_id -> DbUuid,
        kind -> Text,
        key -> Text,
        content -> DbJson,
        since -> DbDate,
        until -> Nullable<DbDate>,
        destination -> Nullable<Text>,
        occupation -> Nullable<Text>,
        status -> Nullable<Text>,
        other_agency_id -> Nullable<DbUuid>,
        recorded_at -> DbTime,
        recorded_by -> Nullable<DbUuid>,
        version -> BigInt,
        withdrawn_at -> Nullable<DbTime>,
        withdrawn_by -> Nullable<DbUuid>,
        withdrawal_reason -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    agency_successions (id) {
        id -> DbUuid,
        earlier_agency_id -> DbUuid,
        later_agency_id -> DbUuid,
        status -> Text,
        kind -> Nullable<Text>,
        reasons -> DbJson,
        source -> Nullable<DbJson>,
        found_at -> DbTime,
        version -> BigInt,
        decided_at -> Nullable<DbTime>,
        decided_by -> Nullable<DbUuid>,
        evidence -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
    use super::{DbDate, DbJson, DbTime, DbUuid};
    agency_sub_agents (id) {
        id -> DbUuid,
        agency_id -> DbUuid,
        name_hash -> Binary,
        telephone_hash -> Nullable<Binary>,
        sealed_content -> Binary,
        is_person -> Bool,
        standing -> Text,
        said_by -> Text,
        source -> DbJson,
        recorded_at -> DbTime,
        version -> BigInt,
        answered_on -> Nullable<DbDate>,
    }
}

// End of agencies.

// Reviews.

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
    use super::{DbDate, DbUuid};
    reviews (id) {
        id -> DbUuid,
        agency_id -> DbUuid,
        status -> Text,
        stage -> Text,
        origin -> Text,
        destination -> Text,
        overall -> BigInt,
        would_recommend -> Nullable<Bool>,
        relationship_declared -> Text,
        sealed_content -> Binary,
        comment_language -> Nullable<Text>,
        published_text -> Nullable<Text>,
        published_occupation -> Nullable<Text>,
        published_recruited_year -> Nullable<BigInt>,
        published_month -> Nullable<Text>,
        public_id -> Nullable<DbUuid>,
        rejection_reason -> Nullable<Text>,
        version -> BigInt,
        filed_on -> DbDate,
        changed_on -> DbDate,
        decided_by -> Nullable<DbUuid>,
        proof_tier -> Text,
        suspected_on -> Nullable<DbDate>,
        appears_on -> Nullable<DbDate>,
        published_language -> Nullable<Text>,
        held_on -> Nullable<DbDate>,
        hold_follows_on -> Nullable<DbDate>,
        oddities -> BigInt,
    }
}

table! {
    use super::{DbJson, DbUuid};
    review_shelves (agency_id) {
        agency_id -> DbUuid,
        content -> DbJson,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbDate, DbUuid};
    review_appeals (review_id, version) {
        review_id -> DbUuid,
        version -> BigInt,
        status -> Text,
        sealed_statement -> Binary,
        filed_on -> DbDate,
        decided_on -> Nullable<DbDate>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use super::DbUuid;
    review_scores (review_id, dimension) {
        review_id -> DbUuid,
        dimension -> Text,
        score -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbDate, DbUuid};
    review_events (review_id, version) {
        review_id -> DbUuid,
        version -> BigInt,
        happened_on -> DbDate,
        kind -> Text,
        reason -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    review_removals (id) {
        id -> DbUuid,
        agency_id -> DbUuid,
        reason -> Text,
        month -> Text,
    }
}

joinable!(review_scores -> reviews (review_id));
allow_tables_to_appear_in_same_query!(reviews, review_scores);

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable};
    use super::DbUuid;
    review_publications (public_id) {
        public_id -> DbUuid,
        agency_id -> DbUuid,
        salt -> Binary,
        entry -> Nullable<BigInt>,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbJson;
    fee_caps (code) {
        code -> Text,
        content -> DbJson,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    exchange_rates (currency, month) {
        currency -> Text,
        month -> Text,
        micro_units_per_usd -> BigInt,
        source -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use super::DbUuid;
    score_statistics (agency_id, origin, destination, dimension, month, proof) {
        agency_id -> DbUuid,
        origin -> Text,
        destination -> Text,
        dimension -> Text,
        month -> Text,
        proof -> Text,
        ones -> BigInt,
        twos -> BigInt,
        threes -> BigInt,
        fours -> BigInt,
        fives -> BigInt,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    scored_agencies (agency_id) {
        agency_id -> DbUuid,
        as_of -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    score_epoch (id) {
        id -> BigInt,
        as_of -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    score_priors (kind, origin, destination, dimension) {
        kind -> Text,
        origin -> Text,
        destination -> Text,
        dimension -> Text,
        ones -> BigInt,
        twos -> BigInt,
        threes -> BigInt,
        fours -> BigInt,
        fives -> BigInt,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    use super::{DbDate, DbUuid};
    told_figures (id) {
        id -> DbUuid,
        agency_id -> DbUuid,
        origin -> Text,
        destination -> Text,
        sealed_figures -> Binary,
        changed_on -> DbDate,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbJson;
    recruitment_costs (origin, destination, occupation) {
        origin -> Text,
        destination -> Text,
        occupation -> Text,
        content -> DbJson,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbDate;
    recruitment_costs_done (origin, destination) {
        origin -> Text,
        destination -> Text,
        done_on -> DbDate,
    }
}

allow_tables_to_appear_in_same_query!(reviews, review_publications, review_appeals);
allow_tables_to_appear_in_same_query!(reviews, scored_agencies);
allow_tables_to_appear_in_same_query!(agencies, reviews);
allow_tables_to_appear_in_same_query!(agencies, scored_agencies);

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    review_replies (public_id) {
        public_id -> DbUuid,
        claim_id -> DbUuid,
        text -> Text,
        language -> Text,
        published_month -> Text,
    }
}

allow_tables_to_appear_in_same_query!(reviews, review_replies);

table! {
    use diesel::sql_types::Binary;
    use super::DbUuid;
    review_authors (reviewer_ref) {
        reviewer_ref -> Binary,
        review_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
    use super::{DbDate, DbUuid};
    review_documents (id) {
        id -> DbUuid,
        review_id -> DbUuid,
        kind -> Text,
        status -> Text,
        reason -> Nullable<Text>,
        keep -> Bool,
        file_id -> Nullable<DbUuid>,
        sealed_facts -> Binary,
        sealed_decision -> Nullable<Binary>,
        version -> BigInt,
        added_on -> DbDate,
        decided_on -> Nullable<DbDate>,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbUuid;
    review_document_claims (claim_hash) {
        claim_hash -> Binary,
        review_id -> DbUuid,
    }
}

table! {
    use super::DbUuid;
    discarded_files (file_id) {
        file_id -> DbUuid,
    }
}

joinable!(review_documents -> reviews (review_id));
allow_tables_to_appear_in_same_query!(reviews, review_documents);

table! {
    use diesel::sql_types::{Binary, Nullable};
    use super::DbUuid;
    accepted_reviews (review_id) {
        review_id -> DbUuid,
        sealed_text -> Nullable<Binary>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbDate, DbJson, DbUuid};
    review_signals (review_id, code) {
        review_id -> DbUuid,
        code -> Text,
        strength -> BigInt,
        evidence -> DbJson,
        found_on -> DbDate,
        cleared_on -> Nullable<DbDate>,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    review_signal_peers (review_id, code, peer_id) {
        review_id -> DbUuid,
        code -> Text,
        peer_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary};
    use super::{DbDate, DbUuid};
    review_clearances (review_id, version) {
        review_id -> DbUuid,
        version -> BigInt,
        cleared_on -> DbDate,
        cleared_by -> DbUuid,
        sealed_reason -> Binary,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::{DbDate, DbUuid};
    review_sketch_bands (band, review_id) {
        band -> BigInt,
        review_id -> DbUuid,
        noted_on -> DbDate,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::{DbDate, DbUuid};
    review_origins (review_id) {
        review_id -> DbUuid,
        network -> Binary,
        noted_on -> DbDate,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::{DbDate, DbUuid};
    network_weeks (begins_on) {
        begins_on -> DbDate,
        id -> DbUuid,
        sealed_secret -> Binary,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::{DbDate, DbUuid};
    representative_networks (network, organisation_id) {
        organisation_id -> DbUuid,
        network -> Binary,
        noted_on -> DbDate,
    }
}

table! {
    use super::DbUuid;
    signals_due (review_id) {
        review_id -> DbUuid,
    }
}

joinable!(review_origins -> reviews (review_id));
joinable!(review_sketch_bands -> reviews (review_id));
joinable!(signals_due -> reviews (review_id));
allow_tables_to_appear_in_same_query!(
    reviews,
    accepted_reviews,
    review_signals,
    review_signal_peers,
    review_sketch_bands,
    review_origins,
    signals_due,
);

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable};
    use super::{DbDate, DbUuid};
    review_batches (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        received_on -> DbDate,
        accepted -> BigInt,
        duplicates -> BigInt,
        refused -> BigInt,
        sealed_rows -> Nullable<Binary>,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbUuid;
    review_batch_forms (form_hash) {
        form_hash -> Binary,
        batch_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    use super::DbUuid;
    collected_reviews (review_id) {
        review_id -> DbUuid,
        channel -> Text,
        organisation_id -> DbUuid,
        batch_id -> DbUuid,
        sealed_details -> Binary,
    }
}

table! {
    use diesel::sql_types::{Binary, Bool};
    use super::DbUuid;
    review_recordings (review_id) {
        review_id -> DbUuid,
        file_id -> DbUuid,
        sealed_facts -> Binary,
        has_own_key -> Bool,
    }
}

joinable!(collected_reviews -> reviews (review_id));
allow_tables_to_appear_in_same_query!(reviews, collected_reviews, review_recordings);
allow_tables_to_appear_in_same_query!(review_documents, collected_reviews);

// End of reviews.

// Vouching.

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::DbUuid;
    vouching_keys (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        month -> Text,
        key_id -> Binary,
        public_key -> Binary,
        sealed_private_key -> Nullable<Binary>,
        issued -> BigInt,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    vouched_workers (worker_hash) {
        worker_hash -> Binary,
        month -> Text,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::{DbDate, DbUuid};
    vouching_days (account_id, day) {
        account_id -> DbUuid,
        day -> DbDate,
        signed -> BigInt,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    spent_vouching_tokens (token_hash) {
        token_hash -> Binary,
        month -> Text,
    }
}

joinable!(vouching_keys -> organisations (organisation_id));
allow_tables_to_appear_in_same_query!(vouching_keys, organisations);

// End of vouching.

// Claims.

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbDate, DbUuid};
    agency_claims (id) {
        id -> DbUuid,
        agency_id -> DbUuid,
        organisation_id -> DbUuid,
        status -> Text,
        sealed_content -> Binary,
        decision_reason -> Nullable<Text>,
        decision_note -> Nullable<Text>,
        version -> BigInt,
        filed_on -> DbDate,
        changed_on -> DbDate,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbDate, DbUuid};
    moderator_interests (id) {
        id -> DbUuid,
        account_id -> DbUuid,
        agency_id -> DbUuid,
        reason -> Text,
        declared_on -> DbDate,
        lifted_on -> Nullable<DbDate>,
        lifted_by -> Nullable<DbUuid>,
    }
}

// End of claims.

// Replies.

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbDate, DbUuid};
    agency_replies (id) {
        id -> DbUuid,
        claim_id -> DbUuid,
        agency_id -> DbUuid,
        public_review_id -> DbUuid,
        status -> Text,
        language -> Text,
        sealed_text -> Binary,
        rejection_reason -> Nullable<Text>,
        rejections -> BigInt,
        version -> BigInt,
        filed_on -> DbDate,
        changed_on -> DbDate,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Text};
    use super::{DbDate, DbUuid};
    review_reports (id) {
        id -> DbUuid,
        claim_id -> DbUuid,
        agency_id -> DbUuid,
        public_review_id -> DbUuid,
        status -> Text,
        reason -> Text,
        sealed_statement -> Binary,
        version -> BigInt,
        filed_on -> DbDate,
        due_on -> DbDate,
        changed_on -> DbDate,
    }
}

// End of replies.

// Transparency.

table! {
    use diesel::sql_types::{BigInt, Text};
    transparency_entries (entry) {
        entry -> BigInt,
        leaf -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary};
    transparency_hashes (position) {
        position -> BigInt,
        hash -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Text};
    use super::DbDate;
    transparency_checkpoints (size) {
        size -> BigInt,
        origin -> Text,
        root -> Binary,
        note -> Text,
        signed_on -> DbDate,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbDate, DbUuid};
    transparency_pending (id) {
        id -> DbUuid,
        noted_on -> DbDate,
        decision -> Text,
        reason -> Nullable<Text>,
        commitment -> Nullable<Binary>,
        subject -> Nullable<DbUuid>,
        ends_entry -> Nullable<BigInt>,
    }
}

// End of transparency.

// Rights.

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
    use super::{DbDate, DbJson, DbTime};
    articles (slug) {
        slug -> Text,
        topic -> Text,
        stages -> DbJson,
        origins -> DbJson,
        destinations -> DbJson,
        sectors -> DbJson,
        urgent -> Bool,
        effective_from -> Nullable<DbDate>,
        effective_to -> Nullable<DbDate>,
        review_due -> DbDate,
        legal_basis -> DbJson,
        licence -> DbJson,
        content_hash -> Binary,
        updated_at -> DbTime,
        jurisdiction -> Text,
        sexes -> DbJson,
        permit_types -> DbJson,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
    use super::{DbDate, DbJson, DbTime};
    article_texts (slug, language) {
        slug -> Text,
        language -> Text,
        title -> Text,
        summary -> Text,
        body -> Text,
        translation_status -> Text,
        published_by -> Nullable<Text>,
        reviewed_by -> Nullable<Text>,
        reviewed_on -> Nullable<DbDate>,
        searched_title -> Text,
        searched_summary -> Text,
        searched_body -> Text,
        content_hash -> Binary,
        updated_at -> DbTime,
        is_stale -> Bool,
        reading_tenths -> Nullable<BigInt>,
        audio -> Nullable<DbJson>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    article_versions (slug, version) {
        slug -> Text,
        version -> BigInt,
        id -> DbUuid,
        status -> Text,
        origin -> Text,
        based_on -> Nullable<BigInt>,
        document -> DbJson,
        content_hash -> Nullable<Binary>,
        revision -> BigInt,
        written_by -> Nullable<DbUuid>,
        decided_by -> Nullable<DbUuid>,
        reason -> Nullable<Text>,
        created_at -> DbTime,
        submitted_at -> Nullable<DbTime>,
        decided_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbDate, DbJson};
    article_version_texts (slug, version, language) {
        slug -> Text,
        version -> BigInt,
        language -> Text,
        title -> Text,
        summary -> Text,
        body -> Text,
        translation_status -> Text,
        published_by -> Nullable<Text>,
        reviewed_by -> Nullable<Text>,
        reviewed_on -> Nullable<DbDate>,
        source_hash -> Binary,
        audio -> Nullable<DbJson>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbTime, DbUuid};
    article_version_events (slug, version, revision) {
        slug -> Text,
        version -> BigInt,
        revision -> BigInt,
        at -> DbTime,
        account_id -> DbUuid,
        act -> Text,
        language -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::DbTime;
    article_links (url) {
        url -> Text,
        next_at -> DbTime,
        checked_at -> Nullable<DbTime>,
        outcome -> Nullable<Text>,
        http_status -> Nullable<BigInt>,
        failing_since -> Nullable<DbTime>,
        failures -> BigInt,
    }
}

// Bundles.

table! {
    use diesel::sql_types::{BigInt, Text};
    bundles (corridor, language) {
        corridor -> Text,
        language -> Text,
        number -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Text};
    use super::DbTime;
    bundle_versions (corridor, language, number) {
        corridor -> Text,
        language -> Text,
        number -> BigInt,
        version -> Text,
        content_hash -> Binary,
        answer_hash -> Binary,
        published_at -> DbTime,
        key_id -> Text,
        signature -> Text,
        plain_bytes -> BigInt,
        zstd_bytes -> BigInt,
        brotli_bytes -> BigInt,
        gzip_bytes -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    bundle_items (corridor, language, item_id, from_number) {
        corridor -> Text,
        language -> Text,
        item_id -> Text,
        from_number -> BigInt,
        until_number -> Nullable<BigInt>,
        kind -> Text,
        hash -> Text,
        content -> Text,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    bundle_bodies (corridor, language, coding) {
        corridor -> Text,
        language -> Text,
        coding -> Text,
        body -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use super::{DbDate, DbJson};
    emergency_numbers (country, position) {
        country -> Text,
        position -> BigInt,
        service -> Text,
        number -> Text,
        label -> DbJson,
        source_name -> Text,
        source_url -> Text,
        retrieved_on -> DbDate,
        verified -> Bool,
    }
}

table! {
    use diesel::sql_types::{Bool, Nullable, Text};
    use super::{DbDate, DbJson};
    contacts (key) {
        key -> Text,
        kind -> Text,
        country -> Text,
        serves_anybody -> Bool,
        serves -> DbJson,
        names -> DbJson,
        address -> Nullable<Text>,
        channels -> DbJson,
        source_name -> Text,
        source_url -> Text,
        retrieved_on -> DbDate,
        verified -> Bool,
    }
}

table! {
    use diesel::sql_types::Text;
    contact_nationalities (contact_key, country) {
        contact_key -> Text,
        country -> Text,
    }
}

// End of rights.

// Correspondence.

table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    messages (id) {
        id -> DbUuid,
        subject_kind -> Text,
        subject_id -> DbUuid,
        kind -> Text,
        author -> Text,
        account_id -> Nullable<DbUuid>,
        sealed_body -> Binary,
        sent_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbTime, DbUuid};
    status_changes (subject_kind, subject_id, sequence) {
        subject_kind -> Text,
        subject_id -> DbUuid,
        sequence -> BigInt,
        from_status -> Nullable<Text>,
        to_status -> Text,
        changed_by -> Text,
        reason -> Nullable<Text>,
        changed_at -> DbTime,
    }
}

// End of correspondence.

// Assistance.

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    assistance_requests (id) {
        id -> DbUuid,
        organisation_id -> Nullable<DbUuid>,
        assigned_to -> Nullable<DbUuid>,
        status -> Text,
        version -> BigInt,
        urgency -> Text,
        country -> Text,
        issue_codes -> DbJson,
        priority -> Text,
        priority_reasons -> DbJson,
        queue_rank -> BigInt,
        due_at -> DbTime,
        acknowledge_by -> DbTime,
        feedback_by -> DbTime,
        acknowledged_at -> Nullable<DbTime>,
        unanswered_since -> Nullable<DbTime>,
        filed_at -> DbTime,
        ended_at -> Nullable<DbTime>,
        reason -> Nullable<Text>,
        sealed_content -> Binary,
        sealed_identity -> Nullable<Binary>,
        triage_version -> Nullable<BigInt>,
        priority_source -> Text,
        priority_set_because -> Nullable<Text>,
        attention -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbTime, DbUuid};
    assistance_consents (request_id, purpose) {
        request_id -> DbUuid,
        purpose -> Text,
        organisation_id -> Nullable<DbUuid>,
        given_at -> DbTime,
        withdrawn_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbDate, DbJson, DbUuid};
    assistance_tombstones (id) {
        id -> DbUuid,
        country -> Text,
        filed_in -> DbDate,
        urgency -> Text,
        issue_codes -> DbJson,
        status -> Text,
        reason -> Nullable<Text>,
        erased_because -> Text,
        worker_says_resolved -> Nullable<Text>,
        satisfaction -> Nullable<BigInt>,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbTime, DbUuid};
    assistance_retention (request_id) {
        request_id -> DbUuid,
        class -> Text,
        expires_at -> DbTime,
        warned_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::{DbTime, DbUuid};
    assistance_attachments (id) {
        id -> DbUuid,
        request_id -> DbUuid,
        file_id -> DbUuid,
        sealed_facts -> Binary,
        received_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    triage_rule_sets (id) {
        id -> DbUuid,
        version -> Nullable<BigInt>,
        origin -> Text,
        title -> Text,
        source -> Text,
        rules -> DbJson,
        drafted_at -> DbTime,
        drafted_by -> Nullable<DbUuid>,
        published_at -> Nullable<DbTime>,
        published_by -> Nullable<DbUuid>,
        valid_from -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    duty_rosters (organisation_id, duty) {
        organisation_id -> DbUuid,
        duty -> Text,
        version -> BigInt,
        contacts -> DbJson,
        changed_at -> DbTime,
        key_id -> Nullable<DbUuid>,
        sealed_telephones -> Nullable<Binary>,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    danger_alerts (id) {
        id -> DbUuid,
        duty -> Text,
        subject_id -> DbUuid,
        organisation_id -> Nullable<DbUuid>,
        country -> Nullable<Text>,
        reasons -> Nullable<DbJson>,
        stop -> Text,
        raised_at -> DbTime,
        called_at -> Nullable<DbTime>,
        escalates_at -> Nullable<DbTime>,
        acknowledged_at -> Nullable<DbTime>,
        acknowledged_by -> Nullable<DbUuid>,
        closed_at -> Nullable<DbTime>,
        closed_because -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    assistance_holds (request_id) {
        request_id -> DbUuid,
        id -> DbUuid,
        reason -> Text,
        placed_by -> DbUuid,
        placed_at -> DbTime,
        held_until -> DbTime,
        erasure_wished_at -> Nullable<DbTime>,
        sealed_reference -> Binary,
    }
}

allow_tables_to_appear_in_same_query!(assistance_requests, assistance_retention);
allow_tables_to_appear_in_same_query!(assistance_holds, assistance_retention);
allow_tables_to_appear_in_same_query!(assistance_holds, assistance_requests);

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    danger_calls (account_id, alert_id) {
        account_id -> DbUuid,
        alert_id -> DbUuid,
        stop -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    assistance_outcome_statements (id) {
        id -> DbUuid,
        request_id -> DbUuid,
        sequence -> BigInt,
        author -> Text,
        status -> Text,
        outcome -> Nullable<Text>,
        resolved -> Nullable<Text>,
        satisfaction -> Nullable<BigInt>,
        sealed_amounts -> Nullable<Binary>,
        stated_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::{DbTime, DbUuid};
    assistance_links (request_id, other_id, relation) {
        request_id -> DbUuid,
        other_id -> DbUuid,
        relation -> Text,
        linked_by -> DbUuid,
        linked_at -> DbTime,
    }
}

table! {
    use super::{DbTime, DbUuid};
    assistance_groups (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        created_by -> DbUuid,
        created_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Nullable;
    use super::{DbTime, DbUuid};
    assistance_group_members (group_id, request_id) {
        group_id -> DbUuid,
        request_id -> DbUuid,
        invited_at -> DbTime,
        joined_at -> Nullable<DbTime>,
        left_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary};
    use super::{DbTime, DbUuid};
    assistance_case_plans (request_id) {
        request_id -> DbUuid,
        version -> BigInt,
        sealed_plan -> Binary,
        changed_by -> DbUuid,
        changed_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    assistance_work_items (id) {
        id -> DbUuid,
        request_id -> DbUuid,
        kind -> Text,
        version -> BigInt,
        sealed_item -> Binary,
        changed_by -> DbUuid,
        created_at -> DbTime,
        changed_at -> DbTime,
        reply -> Nullable<Text>,
        sealed_reply -> Nullable<Binary>,
        replied_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbTime, DbUuid};
    check_ins (id) {
        id -> DbUuid,
        subject_kind -> Text,
        subject_id -> DbUuid,
        after_days -> BigInt,
        due_at -> DbTime,
        asked_at -> Nullable<DbTime>,
        answer -> Nullable<Text>,
        answered_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary};
    use super::{DbTime, DbUuid};
    assistance_diary_entries (id) {
        id -> DbUuid,
        request_id -> DbUuid,
        version -> BigInt,
        entered_at -> DbTime,
        recorded_at -> DbTime,
        sealed_entry -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary};
    use super::{DbTime, DbUuid};
    assistance_diary_versions (entry_id, version) {
        entry_id -> DbUuid,
        version -> BigInt,
        entered_at -> DbTime,
        recorded_at -> DbTime,
        sealed_entry -> Binary,
    }
}

table! {
    use diesel::sql_types::{Binary, Text};
    use super::{DbTime, DbUuid};
    assistance_claim_rules (request_id, author) {
        request_id -> DbUuid,
        author -> Text,
        sealed_rule -> Binary,
        stated_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::{DbJson, DbTime, DbUuid};
    organisation_coverages (organisation_id) {
        organisation_id -> DbUuid,
        version -> BigInt,
        coverage -> DbJson,
        changed_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::{DbJson, DbUuid};
    assistance_candidates (request_id, organisation_id) {
        request_id -> DbUuid,
        organisation_id -> DbUuid,
        rank -> BigInt,
        reasons -> DbJson,
    }
}

table! {
    use super::DbUuid;
    assistance_exclusions (request_id, organisation_id) {
        request_id -> DbUuid,
        organisation_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    assistance_offers (id) {
        id -> DbUuid,
        request_id -> DbUuid,
        organisation_id -> DbUuid,
        sequence -> BigInt,
        reasons -> DbJson,
        is_only -> Bool,
        offered_at -> DbTime,
        answer_by -> Nullable<DbTime>,
        outcome -> Nullable<Text>,
        reason -> Nullable<Text>,
        ended_at -> Nullable<DbTime>,
        answered_by -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbTime, DbUuid};
    assistance_escalations (id) {
        id -> DbUuid,
        request_id -> DbUuid,
        clock -> Text,
        due_at -> DbTime,
        level -> Text,
        organisation_id -> Nullable<DbUuid>,
        reason -> Nullable<Text>,
        escalated_at -> DbTime,
        goes_further_at -> Nullable<DbTime>,
        settled_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbTime, DbUuid};
    assistance_pauses (request_id, sequence) {
        request_id -> DbUuid,
        sequence -> BigInt,
        reason -> Text,
        paused_at -> DbTime,
        until -> DbTime,
        resumed_at -> Nullable<DbTime>,
    }
}

allow_tables_to_appear_in_same_query!(assistance_diary_entries, assistance_diary_versions);
allow_tables_to_appear_in_same_query!(assistance_requests, assistance_escalations);
allow_tables_to_appear_in_same_query!(assistance_requests, assistance_offers);
allow_tables_to_appear_in_same_query!(assistance_requests, organisation_countries);
allow_tables_to_appear_in_same_query!(assistance_requests, case_keys);
allow_tables_to_appear_in_same_query!(danger_alerts, danger_calls);

// End of assistance.

// Safety.

table! {
    use diesel::sql_types::{BigInt, Binary, Bool, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    safety_reports (id) {
        id -> DbUuid,
        kind -> Text,
        country -> Text,
        danger_now -> Bool,
        hazard_codes -> DbJson,
        wants_update -> Bool,
        sealed_report -> Binary,
        status -> Text,
        organisation_id -> Nullable<DbUuid>,
        assigned_to -> Nullable<DbUuid>,
        unanswered_since -> Nullable<DbTime>,
        acknowledge_by -> DbTime,
        feedback_by -> DbTime,
        acknowledged_at -> Nullable<DbTime>,
        queue_rank -> BigInt,
        queue_at -> DbTime,
        closed_at -> Nullable<DbTime>,
        photo_count -> BigInt,
        version -> BigInt,
        filed_at -> DbTime,
        risk_band -> Nullable<Text>,
        witness_hash -> Nullable<Binary>,
        reference_hash -> Nullable<Binary>,
        raised -> Bool,
        sealed_retaliation -> Nullable<Binary>,
    }
}

table! {
    use diesel::sql_types::{Binary, Bool, Nullable, Text};
    use super::{DbTime, DbUuid};
    safety_report_merges (report_id) {
        report_id -> DbUuid,
        lead_id -> DbUuid,
        origin -> Text,
        is_counted -> Bool,
        witness_hash -> Nullable<Binary>,
        merged_by -> Nullable<DbUuid>,
        merged_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use super::DbUuid;
    safety_report_marks (mark, kind, report_id) {
        mark -> BigInt,
        kind -> Text,
        report_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::{Binary, Double, Nullable, Text};
    use super::{DbTime, DbUuid};
    safety_site_boards (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        name -> Text,
        country -> Text,
        subdivision -> Nullable<Text>,
        longitude -> Nullable<Double>,
        latitude -> Nullable<Double>,
        token_hash -> Binary,
        created_by -> DbUuid,
        created_at -> DbTime,
        revoked_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{Binary, Double};
    safety_place_blurs (area_hash) {
        area_hash -> Binary,
        longitude -> Double,
        latitude -> Double,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbUuid;
    safety_open311_tokens (token_hash) {
        token_hash -> Binary,
        report_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::{Double, Nullable, Text};
    use super::{DbDate, DbJson, DbUuid};
    safety_good_practices (id) {
        id -> DbUuid,
        report_id -> DbUuid,
        text -> Text,
        hazard_codes -> DbJson,
        country -> Text,
        longitude -> Nullable<Double>,
        latitude -> Nullable<Double>,
        published_month -> DbDate,
        published_by -> DbUuid,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    safety_report_hazards (report_id, hazard_code) {
        report_id -> DbUuid,
        hazard_code -> Text,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::{DbTime, DbUuid};
    safety_evidence (id) {
        id -> DbUuid,
        report_id -> DbUuid,
        file_id -> DbUuid,
        sealed_facts -> Binary,
        received_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::{DbDate, DbUuid};
    safety_tombstones (id) {
        id -> DbUuid,
        country -> Text,
        kind -> Text,
        filed_in -> DbDate,
        status -> Text,
        erased_because -> Text,
    }
}

// End of safety.

// Partners.

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbDate, DbJson, DbTime, DbUuid};
    clients (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        name -> Text,
        scopes -> DbJson,
        authentication -> Text,
        public_key -> Nullable<DbJson>,
        status -> Text,
        version -> BigInt,
        created_at -> DbTime,
        last_used_on -> Nullable<DbDate>,
    }
}

table! {
    use diesel::sql_types::{Binary, Nullable};
    use super::{DbTime, DbUuid};
    client_secrets (secret_hash) {
        secret_hash -> Binary,
        client_id -> DbUuid,
        created_at -> DbTime,
        expires_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbTime;
    client_assertions (assertion_hash) {
        assertion_hash -> Binary,
        expires_at -> DbTime,
    }
}

joinable!(clients -> organisations (organisation_id));

// End of partners.

// Webhooks.

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    webhook_endpoints (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        name -> Text,
        event_types -> DbJson,
        status -> Text,
        disabled_because -> Nullable<Text>,
        disabled_at -> Nullable<DbTime>,
        sealed_target -> Binary,
        previous_secret_until -> Nullable<DbTime>,
        failing_since -> Nullable<DbTime>,
        version -> BigInt,
        created_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::{DbTime, DbUuid};
    webhook_events (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        event_type -> Text,
        subject_id -> DbUuid,
        occurred_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbTime, DbUuid};
    webhook_deliveries (id) {
        id -> DbUuid,
        event_id -> DbUuid,
        endpoint_id -> DbUuid,
        status -> Text,
        attempts -> BigInt,
        sending_since -> DbTime,
        due_at -> DbTime,
        leased_until -> Nullable<DbTime>,
        attempted_at -> Nullable<DbTime>,
        response_status -> Nullable<BigInt>,
        failure -> Nullable<Text>,
        created_at -> DbTime,
    }
}

joinable!(webhook_deliveries -> webhook_events (event_id));
joinable!(webhook_deliveries -> webhook_endpoints (endpoint_id));
allow_tables_to_appear_in_same_query!(webhook_deliveries, webhook_events, webhook_endpoints);

// End of webhooks.

// Contact.

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable};
    use super::{DbTime, DbUuid};
    outgoing_texts (id) {
        id -> DbUuid,
        request_id -> Nullable<DbUuid>,
        attempt_id -> Nullable<DbUuid>,
        sealed -> Nullable<Binary>,
        number_hash -> Nullable<Binary>,
        attempts -> BigInt,
        created_at -> DbTime,
        due_at -> DbTime,
        trying_since -> Nullable<DbTime>,
        leased_until -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbTime;
    contact_stops (number_hash) {
        number_hash -> Binary,
        stopped_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbUuid;
    contact_plans (request_id) {
        request_id -> DbUuid,
        key_id -> DbUuid,
        sealed -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use super::{DbTime, DbUuid};
    contact_attempts (id) {
        id -> DbUuid,
        request_id -> DbUuid,
        at -> DbTime,
        sequence -> BigInt,
        occasion -> Text,
        channel -> Nullable<Text>,
        to_trusted_person -> Bool,
        account_id -> Nullable<DbUuid>,
        outcome -> Text,
        refusal -> Nullable<Text>,
        not_before -> Nullable<DbTime>,
    }
}

allow_tables_to_appear_in_same_query!(contact_plans, assistance_requests);

// End of contact.

// External sign-in.

table! {
    use diesel::sql_types::{Binary, Text};
    use super::{DbTime, DbUuid};
    openid_links (account_id) {
        account_id -> DbUuid,
        issuer -> Text,
        subject_hash -> Binary,
        linked_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::{DbTime, DbUuid};
    openid_invitations (token_hash) {
        token_hash -> Binary,
        account_id -> DbUuid,
        expires_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbTime;
    openid_sign_ins (state_hash) {
        state_hash -> Binary,
        sealed -> Binary,
        expires_at -> DbTime,
    }
}

// End of external sign-in.

// Conversations by text message.

table! {
    use diesel::sql_types::Binary;
    use super::{DbTime, DbUuid};
    sms_conversations (number_hash) {
        number_hash -> Binary,
        id -> DbUuid,
        sealed -> Binary,
        expires_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbTime;
    sms_texts (message_hash) {
        message_hash -> Binary,
        expires_at -> DbTime,
    }
}

// End of conversations by text message.

// What of a request others may know, and referrals.

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    assistance_data_consents (id) {
        id -> DbUuid,
        request_id -> DbUuid,
        version -> BigInt,
        purpose -> Text,
        recipient_organisation_id -> Nullable<DbUuid>,
        recipient_peer_id -> Nullable<DbUuid>,
        recipient_peer_organisation_id -> Nullable<DbUuid>,
        recipient_name -> Nullable<Text>,
        fields -> DbJson,
        state -> Text,
        sealed_reason -> Nullable<Binary>,
        asked_by -> Nullable<DbUuid>,
        asked_at -> Nullable<DbTime>,
        given_via -> Nullable<Text>,
        given_at -> Nullable<DbTime>,
        expires_at -> Nullable<DbTime>,
        ended_at -> Nullable<DbTime>,
        recorded_by -> Nullable<DbUuid>,
        evidence_attachment_id -> Nullable<DbUuid>,
        sealed_witness -> Nullable<Binary>,
        changed_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    assistance_referrals (id) {
        id -> DbUuid,
        request_id -> Nullable<DbUuid>,
        version -> BigInt,
        kind -> Text,
        status -> Text,
        sender_organisation_id -> Nullable<DbUuid>,
        recipient_organisation_id -> Nullable<DbUuid>,
        recipient_peer_id -> Nullable<DbUuid>,
        recipient_peer_organisation_id -> Nullable<DbUuid>,
        recipient_name -> Nullable<Text>,
        origin_peer_id -> Nullable<DbUuid>,
        origin_reference -> Nullable<Text>,
        origin_name -> Nullable<Text>,
        service_type -> Nullable<Text>,
        consent_id -> Nullable<DbUuid>,
        legitimate_basis -> Text,
        fields -> DbJson,
        sealed_file -> Nullable<Binary>,
        sealed_identity -> Nullable<Binary>,
        sealed_reason -> Nullable<Binary>,
        made_by -> Nullable<DbUuid>,
        made_at -> DbTime,
        answer_by -> Nullable<DbTime>,
        answered_by -> Nullable<DbUuid>,
        answered_at -> Nullable<DbTime>,
        reason -> Nullable<Text>,
        outcome -> Nullable<Text>,
        report_id -> Nullable<DbUuid>,
        sealed_report -> Nullable<Binary>,
        ended_at -> Nullable<DbTime>,
        revoked_by -> Nullable<Text>,
    }
}

allow_tables_to_appear_in_same_query!(assistance_referrals, case_keys);
allow_tables_to_appear_in_same_query!(assistance_referrals, case_key_holders);

allow_tables_to_appear_in_same_query!(assistance_data_consents, assistance_requests);

// End of referrals.

// Other servers.

table! {
    use diesel::sql_types::{Binary, Nullable};
    use super::{DbTime, DbUuid};
    peer_own_keys (id) {
        id -> DbUuid,
        signing_key -> Binary,
        sealing_key -> Binary,
        sealed_private_keys -> Binary,
        created_at -> DbTime,
        retired_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    peers (id) {
        id -> DbUuid,
        name -> Text,
        country -> Text,
        address -> Text,
        signing_key -> Binary,
        sealing_key -> Binary,
        status -> Text,
        organisations -> DbJson,
        organisations_read_at -> Nullable<DbTime>,
        due_at -> DbTime,
        failures -> BigInt,
        added_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    peer_messages (id) {
        id -> DbUuid,
        peer_id -> DbUuid,
        about -> DbUuid,
        sequence -> BigInt,
        kind -> Text,
        sealed -> Binary,
        attempts -> BigInt,
        give_up_at -> DbTime,
        due_at -> DbTime,
        leased_until -> Nullable<DbTime>,
        failure -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{Binary, Nullable, Text};
    use super::{DbDate, DbUuid};
    peer_received (peer_id, message_id) {
        peer_id -> DbUuid,
        message_id -> DbUuid,
        digest -> Binary,
        refusal -> Nullable<Text>,
        ends -> Nullable<DbUuid>,
        received_on -> DbDate,
    }
}

// End of other servers.

joinable!(accounts -> organisations (organisation_id));
joinable!(account_roles -> accounts (account_id));
joinable!(sessions -> accounts (account_id));
joinable!(refresh_tokens -> sessions (session_id));
joinable!(account_keys -> accounts (account_id));
joinable!(article_texts -> articles (slug));
joinable!(contact_nationalities -> contacts (contact_key));
joinable!(organisation_countries -> organisations (organisation_id));
joinable!(organisation_competences -> organisations (organisation_id));
joinable!(safety_report_hazards -> safety_reports (report_id));
joinable!(safety_evidence -> safety_reports (report_id));
joinable!(safety_report_merges -> safety_reports (report_id));
joinable!(safety_report_marks -> safety_reports (report_id));

allow_tables_to_appear_in_same_query!(articles, article_texts);
allow_tables_to_appear_in_same_query!(contacts, contact_nationalities);
allow_tables_to_appear_in_same_query!(
    accounts,
    account_roles,
    organisations,
    organisation_countries,
    organisation_competences,
    sessions,
    refresh_tokens,
    account_keys,
    case_keys,
    case_key_holders,
    audit_entries,
    clients,
);
allow_tables_to_appear_in_same_query!(
    safety_reports,
    safety_report_hazards,
    safety_evidence,
    safety_report_merges,
    safety_report_marks,
);

// Establishments.

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbDate, DbJson, DbTime, DbUuid};
    establishments (id) {
        id -> DbUuid,
        country -> Text,
        subdivision -> Nullable<Text>,
        name -> Text,
        facts -> DbJson,
        operating -> Text,
        moved_to_id -> Nullable<DbUuid>,
        merged_into -> Nullable<DbUuid>,
        employer_id -> Nullable<DbUuid>,
        risk_value -> BigInt,
        risk_band -> Text,
        risk_factors -> DbJson,
        risk_method -> BigInt,
        risk_month -> DbDate,
        risk_computed_at -> DbTime,
        searched -> Text,
        sort_key -> Text,
        version -> BigInt,
        registered_by -> DbUuid,
        created_at -> DbTime,
        updated_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    establishment_trigrams (trigram, establishment_id) {
        trigram -> Text,
        establishment_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    establishment_identifiers (scheme, value_key, establishment_id) {
        scheme -> Text,
        value_key -> Text,
        establishment_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::DbUuid;
    establishment_industries (isic, establishment_id) {
        isic -> Text,
        establishment_id -> DbUuid,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    establishment_events (id) {
        id -> DbUuid,
        establishment_id -> DbUuid,
        sequence -> BigInt,
        act -> Text,
        at -> DbTime,
        account_id -> Nullable<DbUuid>,
        organisation_id -> DbUuid,
        before -> Nullable<DbJson>,
        after -> Nullable<DbJson>,
        reason -> Nullable<Text>,
        other_id -> Nullable<DbUuid>,
        import_id -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::Text;
    use super::{DbTime, DbUuid};
    establishment_links (id) {
        id -> DbUuid,
        from_id -> DbUuid,
        to_id -> DbUuid,
        kind -> Text,
        created_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use super::{DbJson, DbTime};
    establishment_risk_methods (version) {
        version -> BigInt,
        title -> Text,
        source -> Text,
        method -> DbJson,
        in_force_from -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    establishment_imports (id) {
        id -> DbUuid,
        country -> Text,
        source -> Text,
        organisation_id -> DbUuid,
        account_id -> Nullable<DbUuid>,
        imported_at -> DbTime,
        content_sha256 -> Binary,
        content_bytes -> BigInt,
        counts -> DbJson,
        faults -> DbJson,
        missing -> DbJson,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    establishment_source_rows (country, source, row_key) {
        country -> Text,
        source -> Text,
        row_key -> Text,
        establishment_id -> DbUuid,
        stated -> DbJson,
        import_id -> DbUuid,
        missing_since -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    establishment_matches (id) {
        id -> DbUuid,
        country -> Text,
        earlier_id -> DbUuid,
        later_id -> DbUuid,
        reasons -> DbJson,
        status -> Text,
        found_at -> DbTime,
        version -> BigInt,
        decided_at -> Nullable<DbTime>,
        decided_by -> Nullable<DbUuid>,
        decision_reason -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    establishment_merges (id) {
        id -> DbUuid,
        match_id -> DbUuid,
        country -> Text,
        from_id -> DbUuid,
        into_id -> DbUuid,
        into_version -> BigInt,
        before -> DbJson,
        after -> DbJson,
        merged_at -> DbTime,
        merged_by -> DbUuid,
        reason -> Text,
        undone_at -> Nullable<DbTime>,
        undone_by -> Nullable<DbUuid>,
        undo_reason -> Nullable<Text>,
        version -> BigInt,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::{DbDate, DbUuid};
    safety_report_establishments (report_id) {
        report_id -> DbUuid,
        sealed_establishment -> Binary,
        establishment_hash -> Binary,
        linked_in -> DbDate,
    }
}

allow_tables_to_appear_in_same_query!(
    establishments,
    establishment_trigrams,
    establishment_identifiers,
    establishment_industries,
    establishment_events,
    establishment_links,
    establishment_risk_methods,
    establishment_imports,
    establishment_source_rows,
    establishment_matches,
    establishment_merges,
    safety_report_establishments,
);

// Inspections.

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbDate, DbTime, DbUuid};
    inspection_visits (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        establishment_id -> DbUuid,
        campaign_id -> Nullable<DbUuid>,
        status -> Text,
        planned_on -> Nullable<DbDate>,
        created_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Nullable;
    use super::{DbTime, DbUuid};
    inspection_assignments (visit_id, account_id) {
        visit_id -> DbUuid,
        account_id -> DbUuid,
        assigned_by -> Nullable<DbUuid>,
        assigned_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use super::{DbJson, DbTime, DbUuid};
    inspection_records (id) {
        id -> DbUuid,
        kind -> Text,
        visit_id -> DbUuid,
        organisation_id -> DbUuid,
        document -> DbJson,
        version -> BigInt,
        created_at -> DbTime,
        updated_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable};
    use super::{DbJson, DbTime, DbUuid};
    inspection_record_events (id) {
        id -> DbUuid,
        record_id -> DbUuid,
        version -> BigInt,
        at -> DbTime,
        client_time -> Nullable<DbTime>,
        account_id -> Nullable<DbUuid>,
        device_id -> Nullable<DbUuid>,
        operation_id -> Nullable<DbUuid>,
        before -> DbJson,
        after -> DbJson,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use super::DbUuid;
    inspection_feed (account_id, entity, entity_id) {
        account_id -> DbUuid,
        entity -> Text,
        entity_id -> DbUuid,
        organisation_id -> DbUuid,
        change_number -> BigInt,
        is_gone -> Bool,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::DbUuid;
    inspection_change_counters (organisation_id) {
        organisation_id -> DbUuid,
        last_number -> BigInt,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbUuid;
    inspection_wanted_visits (report_id) {
        report_id -> DbUuid,
        organisation_id -> DbUuid,
        sealed_wish -> Binary,
        establishment_hash -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbDate, DbJson, DbTime, DbUuid};
    inspection_plans (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        country -> Text,
        first_day -> DbDate,
        last_day -> DbDate,
        status -> Text,
        method_version -> BigInt,
        parameters -> DbJson,
        visits -> DbJson,
        version -> BigInt,
        drawn_at -> DbTime,
        drawn_by -> DbUuid,
        accepted_at -> Nullable<DbTime>,
        accepted_by -> Nullable<DbUuid>,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::{DbJson, DbTime, DbUuid};
    inspection_capacities (account_id) {
        account_id -> DbUuid,
        organisation_id -> DbUuid,
        document -> DbJson,
        version -> BigInt,
        updated_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::{DbJson, DbTime, DbUuid};
    inspection_campaigns (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        document -> DbJson,
        version -> BigInt,
        created_at -> DbTime,
        updated_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::{DbJson, DbTime, DbUuid};
    inspection_campaign_events (campaign_id, version) {
        campaign_id -> DbUuid,
        version -> BigInt,
        at -> DbTime,
        account_id -> DbUuid,
        before -> DbJson,
        after -> DbJson,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::{DbJson, DbTime, DbUuid};
    inspection_annual_statements (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        year -> BigInt,
        document -> DbJson,
        version -> BigInt,
        updated_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::BigInt;
    use super::{DbJson, DbTime, DbUuid};
    inspection_annual_statement_events (statement_id, version) {
        statement_id -> DbUuid,
        version -> BigInt,
        at -> DbTime,
        account_id -> DbUuid,
        before -> DbJson,
        after -> DbJson,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use super::{DbJson, DbTime, DbUuid};
    inspection_annual_editions (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        year -> BigInt,
        edition -> BigInt,
        exact -> DbJson,
        published -> DbJson,
        sha256 -> Text,
        published_by -> DbUuid,
        published_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::Nullable;
    use super::{DbJson, DbTime, DbUuid};
    inspection_team_changes (id) {
        id -> DbUuid,
        visit_id -> DbUuid,
        at -> DbTime,
        account_id -> Nullable<DbUuid>,
        before -> DbJson,
        after -> DbJson,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use super::{DbJson, DbTime, DbUuid};
    inspection_checklists (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        code -> Text,
        version -> BigInt,
        hash -> Text,
        document -> DbJson,
        published_by -> DbUuid,
        published_at -> DbTime,
    }
}

table! {
    use super::{DbTime, DbUuid};
    inspection_files (record_id) {
        record_id -> DbUuid,
        visit_id -> DbUuid,
        file_id -> DbUuid,
        received_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Text};
    use super::{DbDate, DbUuid};
    inspection_interviews (id) {
        id -> DbUuid,
        visit_id -> DbUuid,
        organisation_id -> DbUuid,
        script_hash -> Text,
        number -> BigInt,
        taken_on -> DbDate,
        sealed_answers -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use super::{DbJson, DbTime, DbUuid};
    inspection_reports (id) {
        id -> DbUuid,
        visit_id -> DbUuid,
        organisation_id -> DbUuid,
        number -> BigInt,
        content -> DbJson,
        sha256 -> Text,
        signed_by -> DbUuid,
        signed_at -> DbTime,
        method -> Text,
    }
}

joinable!(inspection_assignments -> inspection_visits (visit_id));

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    sync_operations (organisation_id, id) {
        organisation_id -> DbUuid,
        id -> DbUuid,
        account_id -> DbUuid,
        device_id -> DbUuid,
        record_id -> DbUuid,
        visit_id -> DbUuid,
        branch_id -> DbUuid,
        base_version -> BigInt,
        fingerprint -> Binary,
        outcome -> Text,
        result -> DbJson,
        held -> Nullable<DbJson>,
        held_until -> Nullable<DbTime>,
        received_at -> DbTime,
        settled_at -> Nullable<DbTime>,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    sync_conflicts (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        record_id -> DbUuid,
        visit_id -> DbUuid,
        kind -> Text,
        operation_id -> DbUuid,
        account_id -> DbUuid,
        device_id -> DbUuid,
        reason -> Text,
        mine -> DbJson,
        theirs -> DbJson,
        base -> DbJson,
        client_time -> DbTime,
        created_at -> DbTime,
        resolved_at -> Nullable<DbTime>,
        resolved_by -> Nullable<DbUuid>,
        taken -> Nullable<DbJson>,
    }
}

allow_tables_to_appear_in_same_query!(
    inspection_visits,
    inspection_assignments,
    inspection_records,
    inspection_record_events,
    inspection_feed,
    inspection_change_counters,
    sync_operations,
    sync_conflicts,
    inspection_team_changes,
    inspection_checklists,
    inspection_files,
    inspection_interviews,
    inspection_reports,
);

// Tablets.

table! {
    use diesel::sql_types::{Nullable, Text};
    use super::{DbTime, DbUuid};
    devices (id) {
        id -> DbUuid,
        account_id -> DbUuid,
        organisation_id -> DbUuid,
        name -> Text,
        key_thumbprint -> Text,
        registered_at -> DbTime,
        revoked_at -> Nullable<DbTime>,
        revoked_by -> Nullable<DbUuid>,
        revoked_because -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::Binary;
    use super::DbTime;
    key_proofs (proof_hash) {
        proof_hash -> Binary,
        expires_at -> DbTime,
    }
}

// The service directory.

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use super::{DbJson, DbTime, DbUuid};
    directory_organisations (id) {
        id -> DbUuid,
        kept_by -> Nullable<DbUuid>,
        name -> Text,
        document -> DbJson,
        version -> BigInt,
        created_at -> DbTime,
        updated_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary};
    use super::{DbJson, DbTime, DbUuid};
    directory_services (id) {
        id -> DbUuid,
        organisation_id -> DbUuid,
        document -> DbJson,
        shown_changed_at -> DbTime,
        sealed_facts -> Binary,
        version -> BigInt,
        created_at -> DbTime,
        updated_at -> DbTime,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbTime, DbUuid};
    directory_events (id) {
        id -> DbUuid,
        subject_id -> DbUuid,
        sequence -> BigInt,
        act -> Text,
        at -> DbTime,
        account_id -> Nullable<DbUuid>,
        organisation_id -> Nullable<DbUuid>,
        sealed_changes -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Nullable, Text};
    use super::{DbDate, DbTime, DbUuid};
    directory_reports (id) {
        id -> DbUuid,
        service_id -> DbUuid,
        kind -> Text,
        sealed_words -> Nullable<Binary>,
        reported_on -> DbDate,
        state -> Text,
        outcome -> Nullable<Text>,
        sealed_note -> Nullable<Binary>,
        closed_at -> Nullable<DbTime>,
        closed_by -> Nullable<DbUuid>,
        version -> BigInt,
    }
}

joinable!(directory_services -> directory_organisations (organisation_id));
allow_tables_to_appear_in_same_query!(
    directory_organisations,
    directory_services,
    directory_reports,
);
