-- Ten times as many reviews and reports, in PostgreSQL alone: each one nine times more, under ids of its own.
-- What is sealed opens under none of them, so these rows are for reads of lists, queues and summaries only; scores, events and
-- marks of the copies are left out, and so is what nobody reads there. Numbers in the statistics grow with them.
SET session_replication_role = replica;
SET synchronous_commit = off;
INSERT INTO data_keys (subject_id, class, master_key_id, wrapped, created_at)
    SELECT md5(subject_id::text || n)::uuid, class, master_key_id, wrapped, created_at
    FROM data_keys, generate_series(1, 9) AS n WHERE class = 'confidential';
INSERT INTO reviews (id, agency_id, status, stage, origin, destination, overall, would_recommend, relationship_declared,
        sealed_content, comment_language, published_text, published_occupation, published_recruited_year, published_month,
        public_id, version, filed_on, changed_on, proof_tier, oddities)
    SELECT md5(id::text || n)::uuid, agency_id, status, stage, origin, destination, overall, would_recommend, relationship_declared,
        sealed_content, comment_language, published_text, published_occupation, published_recruited_year, published_month,
        md5(public_id::text || n)::uuid, version, filed_on, changed_on, proof_tier, oddities
    FROM reviews, generate_series(1, 9) AS n WHERE status = 'published';
INSERT INTO review_publications (public_id, agency_id, salt)
    SELECT md5(public_id::text || n)::uuid, agency_id, salt FROM review_publications, generate_series(1, 9) AS n;
INSERT INTO safety_reports (id, kind, country, danger_now, hazard_codes, wants_update, sealed_report, status, organisation_id,
        acknowledge_by, feedback_by, acknowledged_at, queue_rank, queue_at, closed_at, photo_count, version, filed_at, risk_band, raised)
    SELECT md5(id::text || n)::uuid, kind, country, danger_now, hazard_codes, wants_update, sealed_report, status, organisation_id,
        acknowledge_by, feedback_by, acknowledged_at, queue_rank, queue_at + n * interval '1 minute', closed_at, photo_count, version,
        filed_at, risk_band, raised
    FROM safety_reports, generate_series(1, 9) AS n;
INSERT INTO safety_report_hazards (report_id, hazard_code)
    SELECT md5(report_id::text || n)::uuid, hazard_code FROM safety_report_hazards, generate_series(1, 9) AS n;
UPDATE score_statistics SET ones = ones * 10, twos = twos * 10, threes = threes * 10, fours = fours * 10, fives = fives * 10;
VACUUM (ANALYZE);
CHECKPOINT;
