-- Requests that belong together, inside one organisation. Nothing here says what they have in common.

CREATE TABLE assistance_links (
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    other_id BLOB NOT NULL REFERENCES assistance_requests (id),
    relation TEXT NOT NULL CONSTRAINT assistance_links_relation
        CHECK (relation IN ('group', 'same_employer', 'retaliation_of', 'transfer_of')),
    linked_by BLOB NOT NULL REFERENCES accounts (id),
    linked_at BIGINT NOT NULL,
    CONSTRAINT assistance_links_of_two CHECK (request_id <> other_id),
    PRIMARY KEY (request_id, other_id, relation)
) WITHOUT ROWID;
CREATE INDEX assistance_links_other_id ON assistance_links (other_id);

-- A case of several people. Whoever is in it has agreed to it with their own receipt code.
CREATE TABLE assistance_groups (
    id BLOB NOT NULL PRIMARY KEY,
    organisation_id BLOB NOT NULL REFERENCES organisations (id),
    created_by BLOB NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL
) WITHOUT ROWID;
CREATE INDEX assistance_groups_organisation_id ON assistance_groups (organisation_id, id);

CREATE TABLE assistance_group_members (
    group_id BLOB NOT NULL REFERENCES assistance_groups (id),
    request_id BLOB NOT NULL REFERENCES assistance_requests (id),
    invited_at BIGINT NOT NULL,
    -- Null as long as the person has not agreed.
    joined_at BIGINT,
    left_at BIGINT,
    PRIMARY KEY (group_id, request_id)
) WITHOUT ROWID;
CREATE INDEX assistance_group_members_request_id ON assistance_group_members (request_id);
