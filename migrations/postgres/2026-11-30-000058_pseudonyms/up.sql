-- Pseudonymous accounts: a number and a recovery code, and receipts that are gathered under it.
CREATE TABLE pseudonyms (
    id uuid NOT NULL PRIMARY KEY,
    number_hash bytea NOT NULL,
    recovery_hash bytea NOT NULL,
    -- The first day of a month: no day leads to a person.
    created_in date NOT NULL,
    -- The month in which it was used last; null until it is used.
    used_in date,
    UNIQUE (number_hash)
);

-- A receipt code, sealed under the recovery code: the table does not tell of which receipt.
CREATE TABLE pseudonym_receipts (
    id uuid NOT NULL PRIMARY KEY,
    pseudonym_id uuid NOT NULL REFERENCES pseudonyms (id),
    sealed_code bytea NOT NULL
);
CREATE INDEX pseudonym_receipts_pseudonym_id ON pseudonym_receipts (pseudonym_id);
