-- Who keeps keys of cases in reserve, for the day on which a handler's is lost.

CREATE TABLE account_roles_new (
    account_id BLOB NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL CONSTRAINT account_roles_role
        CHECK (role IN ('case_worker', 'inspector', 'moderator', 'editor', 'administrator',
            'agency_representative', 'custodian')),
    PRIMARY KEY (account_id, role)
) WITHOUT ROWID;
INSERT INTO account_roles_new SELECT account_id, role FROM account_roles;
DROP TABLE account_roles;
ALTER TABLE account_roles_new RENAME TO account_roles;
