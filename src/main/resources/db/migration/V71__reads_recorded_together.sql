-- Reads of credentials are many, of many workspaces, and each is a link of its workspace's chain. They are written down together: one
-- statement, one commit. It enters one workspace after the other, so that each row passes that workspace's policy.
create function record_reads(
    workspaces uuid[], ids uuid[], times timestamptz[], integrations text[], installs uuid[], connections uuid[], accounts text[],
    details text[]) returns void
  language plpgsql as $$
begin
  perform set_config('app.person', '', true);
  for i in 1 .. cardinality(ids) loop
    perform set_config('app.workspace', workspaces[i]::text, true);
    insert into activity (workspace_id, id, at, integration, install_id, connection_id, what, account, detail)
    values (workspaces[i], ids[i], times[i], integrations[i], installs[i], connections[i], 'credential_read', accounts[i],
      details[i]::jsonb)
    on conflict (workspace_id, id) do nothing;
  end loop;
end $$;
revoke execute on function record_reads(uuid[], uuid[], timestamptz[], text[], uuid[], uuid[], text[], text[]) from public;
grant execute on function record_reads(uuid[], uuid[], timestamptz[], text[], uuid[], uuid[], text[], text[]) to ${app};

-- A link says what it said, in fewer statements: a text that is worked out without a query of its own, and a head that is held, counted
-- and hashed at once.
create function activity_field(field text) returns text language sql immutable
  return case when field is null then '-' else octet_length(field) || ':' || field end;

create or replace function activity_text(a activity, seq bigint) returns text language sql stable
  return activity_field(a.workspace_id::text) || ',' || activity_field(seq::text) || ',' || activity_field(a.id::text)
    || ',' || activity_field(((extract(epoch from a.at) * 1000000)::bigint)::text) || ',' || activity_field(a.integration)
    || ',' || activity_field(a.install_id::text) || ',' || activity_field(a.connection_id::text) || ',' || activity_field(a.what)
    || ',' || activity_field(a.by_person::text) || ',' || activity_field(a.by_name) || ',' || activity_field(a.account)
    || ',' || activity_field(a.code) || ',' || activity_field(a.detail::text);

create or replace function link_activity(a activity) returns void
  language plpgsql set search_path = public, pg_temp as $$
declare
  seq_now  bigint;
  hash_now bytea;
begin
  loop
    update activity_heads h
    set seq = h.seq + 1, hash = sha256(h.hash || convert_to(activity_text(a, h.seq + 1), 'UTF8'))
    where h.workspace_id = a.workspace_id
    returning h.seq, h.hash into seq_now, hash_now;
    exit when found;
    insert into activity_heads (workspace_id, seq, hash)
    values (a.workspace_id, 0, sha256(convert_to('patchbay/activity/1:' || a.workspace_id, 'UTF8')))
    on conflict do nothing;
  end loop;
  insert into activity_chain (workspace_id, seq, activity_id, hash) values (a.workspace_id, seq_now, a.id, hash_now);
end $$;
revoke execute on function activity_field(text), activity_text(activity, bigint), link_activity(activity) from public;
