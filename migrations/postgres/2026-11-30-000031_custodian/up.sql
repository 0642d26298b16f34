-- Who keeps keys of cases in reserve, for the day on which a handler's is lost.

ALTER TABLE account_roles DROP CONSTRAINT account_roles_role;
ALTER TABLE account_roles ADD CONSTRAINT account_roles_role
    CHECK (role IN ('case_worker', 'inspector', 'moderator', 'editor', 'administrator',
        'agency_representative', 'custodian'));
