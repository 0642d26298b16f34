-- What organisations that take requests declare about themselves.

CREATE TABLE organisation_coverages (
    organisation_id uuid NOT NULL CONSTRAINT organisation_coverages_pkey PRIMARY KEY REFERENCES organisations (id),
    version bigint NOT NULL,
    -- Areas, issues, languages, sexes, opening hours, capacity and time to answer.
    coverage jsonb NOT NULL,
    changed_at timestamptz NOT NULL
);
