-- Pseudonymous accounts: a number and a recovery code, and receipts that are gathered under it.
CREATE TABLE pseudonyms (
    id BLOB NOT NULL PRIMARY KEY,
    number_hash BLOB NOT NULL,
    recovery_hash BLOB NOT NULL,
    -- The first day of a month: no day leads to a person.
    created_in TEXT NOT NULL,
    -- The month in which it was used last; null until it is used.
    used_in TEXT,
    UNIQUE (number_hash)
) WITHOUT ROWID;

-- A receipt code, sealed under the recovery code: the table does not tell of which receipt.
CREATE TABLE pseudonym_receipts (
    id BLOB NOT NULL PRIMARY KEY,
    pseudonym_id BLOB NOT NULL REFERENCES pseudonyms (id),
    sealed_code BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX pseudonym_receipts_pseudonym_id ON pseudonym_receipts (pseudonym_id);
