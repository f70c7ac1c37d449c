-- What an operator ordered in an emergency: to end every credential of a provider or of a workspace, or to erase a workspace. Each
-- order is carried out step by step by whichever node takes it, and goes on where a node died. It is of no tenant, and outlives one.
create table emergencies (
  id            uuid primary key default uuidv7(),
  kind          text not null check (kind in ('provider', 'workspace', 'erasure')),
  target        text not null,              -- a provider's name, or a workspace's slug
  workspace     uuid,                       -- of a workspace
  ordered_at    timestamptz not null default now(),
  ordered_by    text not null,
  position      uuid not null default '00000000-0000-0000-0000-000000000000',   -- connections up to here are done
  ended         integer not null default 0, -- credentials that were erased
  revoked       integer not null default 0, -- of which the provider confirmed that our access is over
  claimed_until timestamptz,
  erased_rows   bigint,
  done_at       timestamptz,
  check ((kind = 'provider') = (workspace is null))
);
create unique index one_emergency_at_a_time on emergencies (kind, target) where done_at is null;
create index emergencies_newest on emergencies (ordered_at desc);
grant select, insert on emergencies to ${engine};
grant update (position, ended, revoked, claimed_until, done_at) on emergencies to ${engine};

-- Erasing a workspace works as the owner, in the rows of the one workspace that is being erased.
create function erasing() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.erasing', true), '')::uuid;

create view rows_of_workspaces as
  select c.relname as name,
    string_agg(format('%I = $1', a.attname), ' or ' order by a.attname) as condition
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and not a.attisdropped and a.attname in ('workspace_id', 'owner_id')
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  group by c.relname;
revoke all on rows_of_workspaces from public;

do $$
declare
  kept record;
begin
  for kept in select name, replace(condition, '$1', '(select erasing())') as own from rows_of_workspaces loop
    execute format('create policy erasing on %I to ${owner} using (%s)', kept.name, kept.own);
  end loop;
end $$;

-- The data key goes with the rest, so that what was sealed under it opens nowhere, a copy of the rows included.
create function erase_workspace(order_asked uuid) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone uuid;
  kept record;
  stuck boolean;
  here bigint;
  total bigint := 0;
begin
  select workspace into gone from emergencies where id = order_asked and kind = 'erasure' and done_at is null for update;
  if gone is null then
    return 0;
  end if;
  perform set_config('app.erasing', gone::text, true);
  for pass in 1..20 loop
    stuck := false;
    for kept in select name, condition from rows_of_workspaces order by name loop
      begin
        execute format('delete from %I where %s', kept.name, kept.condition) using gone;
        get diagnostics here = row_count;
        total := total + here;
      exception when foreign_key_violation then
        stuck := true;
      end;
    end loop;
    exit when not stuck;
  end loop;
  delete from workspaces where id = gone;
  update emergencies set done_at = clock_timestamp(), erased_rows = total + 1, claimed_until = null where id = order_asked;
  return total + 1;
end $$;
revoke execute on function erase_workspace(uuid) from public;
grant execute on function erase_workspace(uuid) to ${engine};
