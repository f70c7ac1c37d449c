-- Operators see missing scopes and late checks among what fails, and it is found without reading what works. Which scopes are required
-- is the catalog's business; so an observation says of which integration it is, and those with the same grant stand together: a look
-- reads one of each.
alter table observations add integration text;
update observations o set integration = c.integration from connections c where c.owner_id = o.owner_id and c.id = o.connection_id;

create function name_observation() returns trigger language plpgsql set search_path = public, pg_temp as $$
  begin
    new.integration := (select c.integration from connections c where c.owner_id = new.owner_id and c.id = new.connection_id);
    return new;
  end $$;
create trigger named before insert on observations for each row execute function name_observation();

-- by their hash: a grant may name more than fits into an index
create index observations_by_grant on observations (integration, hash_array_extended(granted_scopes, 0)) where granted_scopes is not null;
grant select (integration, granted_scopes, granted_at, first_ok_at) on observations to ${engine};
