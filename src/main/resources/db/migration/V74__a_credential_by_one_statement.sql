-- The host app takes a credential before each of its own calls. Whoever shows a living key may have any workspace's, so there is no scope
-- to enter first: the key and the connection's id find the row, and what is secret in it is sealed under a key that no database has.
create policy read_by_host on secrets for select to ${owner} using (true);
create policy read_by_host on data_keys for select to ${owner} using (true);

-- No row where the key is unknown or ended; nothing but the key's own columns where there is no such living connection of a workspace.
-- Its names are bound where it is made, so no search path has to be set for each call.
create function credential_for_host(connection_asked uuid, key_hash bytea)
  returns table (
    key_id uuid, key_name text, workspace_id uuid, integration text, install_id uuid, disabled boolean,
    label text, account_id text, account_name text, account_url text,
    refused_as text, refused_code text, scopes text[],
    generation bigint, sealed bytea, last_four text, expires_at timestamptz, attempt_at timestamptz, wrapped bytea)
  language sql stable security definer
  begin atomic
    select k.id, k.name, c.owner_id, c.integration, c.install_id, i.disabled_at is not null,
      c.label, c.account_id, c.account_name, c.account_url,
      o.refused_as, o.refused_code, case when o.granted_at is not null then coalesce(o.granted_scopes, '{}') end,
      s.generation, s.sealed, s.last_four, s.expires_at, s.attempt_at, d.wrapped
    from host_keys k
    left join (
      connections c
      join observations o on o.owner_id = c.owner_id and o.connection_id = c.id
      join installs i on i.workspace_id = c.owner_id and i.id = c.install_id
      left join secrets s on s.owner_id = c.owner_id and s.connection_id = c.id and s.field = 'credential'
      left join data_keys d on d.owner_id = c.owner_id)
      on c.id = connection_asked and c.owner_kind = 'workspace' and c.removed_at is null
    where k.hash = key_hash and k.ended_at is null;
  end;
revoke execute on function credential_for_host(uuid, bytea) from public;
grant execute on function credential_for_host(uuid, bytea) to ${app};
