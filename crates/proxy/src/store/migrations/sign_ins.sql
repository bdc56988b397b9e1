-- Sign-ins that were begun at an OpenID provider and have not come back. What the browser holds is kept as
-- hashes.
CREATE TABLE sign_ins (
    state TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    back TEXT NOT NULL,
    began_at {number} NOT NULL
) {strict};

CREATE INDEX sign_ins_began_at ON sign_ins (began_at);
