-- At each start: tigrit-api reads with a role of its own, which whoever runs the database makes, perhaps later than the bot starts.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = '${reader}') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA tigrit TO %I', '${reader}');
        EXECUTE format('GRANT SELECT ON tigrit_interactions TO %I', '${reader}');
    END IF;
END
$$;
