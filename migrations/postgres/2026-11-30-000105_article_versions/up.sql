-- Versions of articles, and who may decide on them. What the public reads stays in articles and article_texts; it is
-- written anew from the version that is published.

ALTER TABLE account_roles DROP CONSTRAINT account_roles_role;
ALTER TABLE account_roles ADD CONSTRAINT account_roles_role
    CHECK (role IN ('case_worker', 'inspector', 'moderator', 'editor', 'administrator',
        'agency_representative', 'custodian', 'content_reviewer'));

-- Whose law it is: a country, a part of one, or `international`.
ALTER TABLE articles ADD COLUMN jurisdiction text NOT NULL DEFAULT 'international';
-- Empty: everybody, any permit.
ALTER TABLE articles ADD COLUMN sexes jsonb NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN permit_types jsonb NOT NULL DEFAULT '[]';
-- Which version it shows; 0: one of before there were versions.
ALTER TABLE articles ADD COLUMN version bigint NOT NULL DEFAULT 0;
-- Whether the English text has changed since this one was made from it.
ALTER TABLE article_texts ADD COLUMN is_stale boolean NOT NULL DEFAULT FALSE;
-- How hard it is to read, in tenths of its language's scale.
ALTER TABLE article_texts ADD COLUMN reading_tenths bigint;
-- The recording of exactly this text.
ALTER TABLE article_texts ADD COLUMN audio jsonb;

CREATE TABLE article_versions (
    -- Bytewise order, as on SQLite: pages are cut by it.
    slug text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    id uuid NOT NULL CONSTRAINT article_versions_id UNIQUE,
    status text NOT NULL CONSTRAINT article_versions_status
        CHECK (status IN ('draft', 'in_review', 'published', 'superseded', 'rejected', 'withdrawn')),
    origin text NOT NULL CONSTRAINT article_versions_origin CHECK (origin IN ('import', 'service')),
    -- The version that was published when this one was begun, or that its writer has seen since.
    based_on bigint,
    -- What holds in every language.
    document jsonb NOT NULL,
    -- A hash of everything in it, once it is published.
    content_hash bytea,
    -- Counts the changes.
    revision bigint NOT NULL,
    -- Nobody: it was imported.
    written_by uuid REFERENCES accounts (id),
    decided_by uuid REFERENCES accounts (id),
    -- Why it was rejected or withdrawn.
    reason text,
    created_at timestamptz NOT NULL,
    submitted_at timestamptz,
    decided_at timestamptz,
    PRIMARY KEY (slug, version)
);
-- One at a time is worked on, and one is shown.
CREATE UNIQUE INDEX article_versions_open ON article_versions (slug) WHERE status IN ('draft', 'in_review');
CREATE UNIQUE INDEX article_versions_published ON article_versions (slug) WHERE status = 'published';

CREATE TABLE article_version_texts (
    slug text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    language text COLLATE "C" NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    body text NOT NULL,
    translation_status text NOT NULL CONSTRAINT article_version_texts_translation_status
        CHECK (translation_status IN ('source', 'human', 'machine', 'machine_reviewed')),
    published_by text,
    reviewed_by text,
    reviewed_on date,
    -- A hash of the English text from which it was made.
    source_hash bytea NOT NULL,
    audio jsonb,
    PRIMARY KEY (slug, version, language),
    FOREIGN KEY (slug, version) REFERENCES article_versions (slug, version),
    CONSTRAINT article_version_texts_review CHECK ((reviewed_by IS NULL) = (reviewed_on IS NULL))
);

-- What people did with a version.
CREATE TABLE article_version_events (
    slug text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    revision bigint NOT NULL,
    at timestamptz NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts (id),
    act text NOT NULL,
    -- The language of a text.
    language text,
    PRIMARY KEY (slug, version, revision),
    FOREIGN KEY (slug, version) REFERENCES article_versions (slug, version)
);
