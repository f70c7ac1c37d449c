-- A demo hands out a host key that its own start makes, and the program serves as a login that can only read host keys.
-- Should that login be able to make one? Not in production: a hole in the program could then leave behind a key that outlives
-- the hole. So this function is granted to nobody here; db/demo, which is no part of a production start, grants it to the app.
-- Even there it holds one key at a time: a new one ends the one before.
create function add_demo_host_key(key_hash bytea) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if length(key_hash) <> 32 then
    raise exception 'A key is kept as its SHA-256, which has 32 bytes';
  end if;
  update host_keys set ended_at = now() where name = 'demo' and hash <> key_hash and ended_at is null;
  insert into host_keys (name, hash) values ('demo', key_hash) on conflict (hash) do nothing;
end $$;
revoke execute on function add_demo_host_key(bytea) from public;
