-- One person, one row: the unique index decides who inserts when several calls come at once.
CREATE TABLE users (
    id            uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    telegram_id   bigint      NOT NULL UNIQUE,
    first_name    text,
    last_name     text,
    username      text,
    language_code text,
    is_premium    boolean,
    photo_url     text,
    created_at    timestamptz NOT NULL DEFAULT now()
);
