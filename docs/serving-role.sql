-- Gives a role what `tulay serve` needs and nothing else: it can read and write rows, and can neither make, change nor
-- drop a table, nor change what was once written to the audit log and to the transparency log.
--
--   psql "$OWNER_URL" -v role=tulay_server -f serving-role.sql
--
-- as the owner, who runs `tulay migrate`; again after each update that brought migrations. It changes nothing when nothing
-- is to change. The password is not in here: `\password tulay_server` in psql, or whatever pg_hba.conf asks for.
\set ON_ERROR_STOP on

SELECT NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') AS is_new \gset
\if :is_new
CREATE ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
\endif

BEGIN;
SELECT current_database() AS database \gset
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"role";
GRANT USAGE ON SCHEMA public TO :"role";

-- What tables of later migrations have until this is run again, so that nothing stands still meanwhile.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"role";

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"role";

-- Which migrations were applied is the owner's to say.
REVOKE INSERT, UPDATE, DELETE ON __diesel_schema_migrations FROM :"role";
-- Only ever added to.
REVOKE UPDATE, DELETE ON audit_entries, transparency_entries, transparency_hashes, transparency_checkpoints FROM :"role";
-- One row, which a migration made, says where the audit log ends.
REVOKE INSERT, DELETE ON audit_head FROM :"role";
COMMIT;
