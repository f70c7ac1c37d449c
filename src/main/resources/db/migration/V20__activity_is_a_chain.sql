-- Activity is append-only for the logins that serve. Here it becomes a chain of each workspace: every entry's hash covers the hash
-- before it, so that an entry that was changed, moved, taken out or put in shows. Entries are linked as the last thing before a
-- commit, in the order of the commits; nothing else waits while a head is held. The login that serves cannot write a link.
--
-- A tail that was cut off leaves a chain that looks whole. That is why heads are told outside of this database, see told_seq.

create table activity_heads (
  workspace_id uuid primary key references workspaces,
  seq          bigint not null,             -- how many entries there are
  hash         bytea not null,              -- of the newest
  told_seq     bigint not null default 0    -- the head that the host app and the log heard of last
) with (fillfactor = 50);
create index activity_heads_untold on activity_heads (workspace_id) where told_seq < seq;

create table activity_chain (
  workspace_id uuid not null references workspaces,
  seq          bigint not null,
  activity_id  uuid not null,
  hash         bytea not null,
  primary key (workspace_id, seq),
  unique (workspace_id, activity_id)
);

alter table activity_heads enable row level security;
alter table activity_heads force row level security;
alter table activity_chain enable row level security;
alter table activity_chain force row level security;
create policy inside on activity_heads to ${app} using (workspace_id = (select current_workspace()));
create policy inside on activity_chain to ${app} using (workspace_id = (select current_workspace()));
create policy chaining on activity_heads to ${owner} using (true) with check (true);
create policy chaining on activity_chain to ${owner} using (true) with check (true);
create policy chaining on activity for select to ${owner} using (true);
create policy untold on activity_heads for select to ${engine} using (true);

grant select, update (told_seq) on activity_heads to ${app};
grant select on activity_chain to ${app};
grant select (workspace_id, seq, told_seq) on activity_heads to ${engine};

-- What a link covers, as text: each field behind its length in bytes, a missing one as a dash. AuditChain says the same in Java.
create function activity_text(a activity, seq bigint) returns text language sql stable
  begin atomic
    select string_agg(case when field is null then '-' else octet_length(field) || ':' || field end, ',' order by n)
    from unnest(array[
      a.workspace_id::text, seq::text, a.id::text, (extract(epoch from a.at) * 1000000)::bigint::text, a.integration,
      a.install_id::text, a.connection_id::text, a.what, a.by_person::text, a.by_name, a.account, a.code, a.detail::text
    ]) with ordinality as fields (field, n);
  end;

create function link_activity(a activity) returns void
  language plpgsql set search_path = public, pg_temp as $$
declare
  head activity_heads;
begin
  insert into activity_heads (workspace_id, seq, hash)
  values (a.workspace_id, 0, sha256(convert_to('patchbay/activity/1:' || a.workspace_id, 'UTF8')))
  on conflict do nothing;
  select * into head from activity_heads where workspace_id = a.workspace_id for update;
  head.seq := head.seq + 1;
  head.hash := sha256(head.hash || convert_to(activity_text(a, head.seq), 'UTF8'));
  insert into activity_chain (workspace_id, seq, activity_id, hash) values (a.workspace_id, head.seq, a.id, head.hash);
  update activity_heads set seq = head.seq, hash = head.hash where workspace_id = a.workspace_id;
end $$;

create function chain_activity() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform link_activity(new);
  return null;
end $$;

revoke execute on function activity_text(activity, bigint), link_activity(activity), chain_activity() from public;

create constraint trigger chained after insert on activity deferrable initially deferred
  for each row execute function chain_activity();

-- What was written before there was a chain.
do $$
declare
  earlier activity;
begin
  for earlier in select * from activity order by workspace_id, at, id loop
    perform link_activity(earlier);
  end loop;
end $$;

-- Reads of credentials are many, and nobody looks for them on a page.
create index activity_shown on activity (workspace_id, integration, at desc, id desc) where what <> 'credential_read';
drop index activity_of_integration;
