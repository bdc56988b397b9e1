-- The audit trail: append-only, each entry sealed with a hash over itself and the entry before it.
CREATE TABLE audit_entries (
    sequence {number} PRIMARY KEY,
    event TEXT NOT NULL,
    timestamp {number} NOT NULL,
    operator TEXT NOT NULL,
    org TEXT NOT NULL,
    operation TEXT,
    detail TEXT NOT NULL,
    seal TEXT NOT NULL
) {strict};

CREATE UNIQUE INDEX audit_entries_deploy ON audit_entries (operation) WHERE event = 'workflow_email_node_configured';
CREATE INDEX audit_entries_operation ON audit_entries (operation);
CREATE INDEX audit_entries_event ON audit_entries (event, sequence);
