-- Versions of articles, and who may decide on them. What the public reads stays in articles and article_texts; it is
-- written anew from the version that is published.

CREATE TABLE account_roles_new (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL CONSTRAINT account_roles_role
        CHECK (role IN ('case_worker', 'inspector', 'moderator', 'editor', 'administrator',
            'agency_representative', 'custodian', 'content_reviewer')),
    PRIMARY KEY (account_id, role)
) WITHOUT ROWID;
INSERT INTO account_roles_new SELECT account_id, role FROM account_roles;
DROP TABLE account_roles;
ALTER TABLE account_roles_new RENAME TO account_roles;

-- Whose law it is: a country, a part of one, or `international`.
ALTER TABLE articles ADD COLUMN jurisdiction TEXT NOT NULL DEFAULT 'international';
-- Empty: everybody, any permit.
ALTER TABLE articles ADD COLUMN sexes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN permit_types TEXT NOT NULL DEFAULT '[]';
-- Which version it shows; 0: one of before there were versions.
ALTER TABLE articles ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
-- Whether the English text has changed since this one was made from it.
ALTER TABLE article_texts ADD COLUMN is_stale BOOLEAN NOT NULL DEFAULT FALSE;
-- How hard it is to read, in tenths of its language's scale.
ALTER TABLE article_texts ADD COLUMN reading_tenths BIGINT;
-- The recording of exactly this text.
ALTER TABLE article_texts ADD COLUMN audio TEXT;

CREATE TABLE article_versions (
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    id BLOB NOT NULL CONSTRAINT article_versions_id UNIQUE,
    status TEXT NOT NULL CONSTRAINT article_versions_status
        CHECK (status IN ('draft', 'in_review', 'published', 'superseded', 'rejected', 'withdrawn')),
    origin TEXT NOT NULL CONSTRAINT article_versions_origin CHECK (origin IN ('import', 'service')),
    -- The version that was published when this one was begun, or that its writer has seen since.
    based_on BIGINT,
    -- What holds in every language.
    document TEXT NOT NULL,
    -- A hash of everything in it, once it is published.
    content_hash BLOB,
    -- Counts the changes.
    revision BIGINT NOT NULL,
    -- Nobody: it was imported.
    written_by BLOB REFERENCES accounts (id),
    decided_by BLOB REFERENCES accounts (id),
    -- Why it was rejected or withdrawn.
    reason TEXT,
    created_at BIGINT NOT NULL,
    submitted_at BIGINT,
    decided_at BIGINT,
    PRIMARY KEY (slug, version)
) WITHOUT ROWID;
-- One at a time is worked on, and one is shown.
CREATE UNIQUE INDEX article_versions_open ON article_versions (slug) WHERE status IN ('draft', 'in_review');
CREATE UNIQUE INDEX article_versions_published ON article_versions (slug) WHERE status = 'published';

CREATE TABLE article_version_texts (
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    translation_status TEXT NOT NULL CONSTRAINT article_version_texts_translation_status
        CHECK (translation_status IN ('source', 'human', 'machine', 'machine_reviewed')),
    published_by TEXT,
    reviewed_by TEXT,
    reviewed_on TEXT,
    -- A hash of the English text from which it was made.
    source_hash BLOB NOT NULL,
    audio TEXT,
    PRIMARY KEY (slug, version, language),
    FOREIGN KEY (slug, version) REFERENCES article_versions (slug, version),
    CONSTRAINT article_version_texts_review CHECK ((reviewed_by IS NULL) = (reviewed_on IS NULL))
) WITHOUT ROWID;

-- What people did with a version.
CREATE TABLE article_version_events (
    slug TEXT NOT NULL,
    version BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    act TEXT NOT NULL,
    -- The language of a text.
    language TEXT,
    PRIMARY KEY (slug, version, revision),
    FOREIGN KEY (slug, version) REFERENCES article_versions (slug, version)
) WITHOUT ROWID;
