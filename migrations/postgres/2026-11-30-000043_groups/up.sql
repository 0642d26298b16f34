-- Requests that belong together, inside one organisation. Nothing here says what they have in common.

CREATE TABLE assistance_links (
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    other_id uuid NOT NULL REFERENCES assistance_requests (id),
    relation text NOT NULL CONSTRAINT assistance_links_relation
        CHECK (relation IN ('group', 'same_employer', 'retaliation_of', 'transfer_of')),
    linked_by uuid NOT NULL REFERENCES accounts (id),
    linked_at timestamptz NOT NULL,
    CONSTRAINT assistance_links_of_two CHECK (request_id <> other_id),
    PRIMARY KEY (request_id, other_id, relation)
);
CREATE INDEX assistance_links_other_id ON assistance_links (other_id);

-- A case of several people. Whoever is in it has agreed to it with their own receipt code.
CREATE TABLE assistance_groups (
    id uuid NOT NULL CONSTRAINT assistance_groups_id_key PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations (id),
    created_by uuid NOT NULL REFERENCES accounts (id),
    created_at timestamptz NOT NULL
);
CREATE INDEX assistance_groups_organisation_id ON assistance_groups (organisation_id, id);

CREATE TABLE assistance_group_members (
    group_id uuid NOT NULL REFERENCES assistance_groups (id),
    request_id uuid NOT NULL REFERENCES assistance_requests (id),
    invited_at timestamptz NOT NULL,
    -- Null as long as the person has not agreed.
    joined_at timestamptz,
    left_at timestamptz,
    PRIMARY KEY (group_id, request_id)
);
CREATE INDEX assistance_group_members_request_id ON assistance_group_members (request_id);
