-- Proofs of a key that were shown (RFC 9449, section 11.1): each is good once. Kept for minutes.

CREATE TABLE key_proofs (
    -- SHA-256 of the key's thumbprint and the proof's own number.
    proof_hash bytea NOT NULL PRIMARY KEY,
    -- Until when the same proof would be taken again.
    expires_at timestamptz NOT NULL
);
CREATE INDEX key_proofs_expires_at ON key_proofs (expires_at);
