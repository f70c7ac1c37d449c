-- Who is asking, and inside which workspace. Every table of a tenant carries the workspace's id in its key, and row-level
-- security is forced on it, so that not even the owner of the table reads past it by accident.
--
-- app.workspace and app.person are set for one transaction (never for a session); an empty text means "not set".

create function current_workspace() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.workspace', true), '')::uuid;

create function current_person() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.person', true), '')::uuid;

create table workspaces (
  id         uuid primary key default uuidv7(),
  slug       text not null unique,
  name       text not null,
  plan       text not null default 'free',
  created_at timestamptz not null default now()
);

create table people (
  id         uuid primary key default uuidv7(),
  handle     text not null unique,
  name       text not null,
  operator   boolean not null default false,
  epoch      integer not null default 1,     -- grows at sign-out everywhere; an older session is over
  created_at timestamptz not null default now()
);

create table members (
  workspace_id uuid not null references workspaces,
  person_id    uuid not null references people,
  name         text not null,                -- kept when the person leaves, for "connected by"
  role         text not null check (role in ('admin', 'manager', 'member')),
  billing      boolean not null default false,
  joined_at    timestamptz not null default now(),
  left_at      timestamptz,
  primary key (workspace_id, person_id)
);
create index members_by_person on members (person_id);

create table host_keys (
  id         uuid primary key default uuidv7(),
  name       text not null,
  hash       bytea not null unique,          -- SHA-256 of a 256-bit random key
  created_at timestamptz not null default now(),
  ended_at   timestamptz
);

alter table workspaces enable row level security;
alter table workspaces force row level security;
alter table people enable row level security;
alter table people force row level security;
alter table members enable row level security;
alter table members force row level security;
alter table host_keys enable row level security;
alter table host_keys force row level security;

create policy inside on workspaces to ${app} using (id = current_workspace());
create policy oneself on people to ${app} using (id = current_person());
create policy inside on members to ${app} using (workspace_id = current_workspace());
create policy own_memberships on members for select to ${app} using (person_id = current_person());

-- The doors below, and the migrations, work as the owner; nobody signs in as the owner while the program serves.
create policy doors on workspaces to ${owner} using (true) with check (true);
create policy doors on people to ${owner} using (true) with check (true);
create policy doors on members to ${owner} using (true) with check (true);
create policy doors on host_keys to ${owner} using (true) with check (true);

grant select on workspaces, people, members to ${app};

-- A person enters a workspace by its slug: the scope is set only if the person is a member there with this session's epoch.
-- One row when they are; otherwise none, and a scope that shows nothing, so that a workspace of others looks exactly like one
-- that was never there, and a session that was ended sees not even its own.
create function enter_workspace(slug_asked text, person_asked uuid, epoch_asked integer)
  returns table (workspace_id uuid, workspace_name text, plan text, member_name text, role text, billing boolean, other_workspaces integer)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select w.id, w.name, w.plan, m.name, m.role, m.billing,
         (select count(*)::integer from members o where o.person_id = person_asked and o.left_at is null and o.workspace_id <> w.id)
  into workspace_id, workspace_name, plan, member_name, role, billing, other_workspaces
  from workspaces w
  join members m on m.workspace_id = w.id and m.person_id = person_asked and m.left_at is null
  join people p on p.id = m.person_id and p.epoch = epoch_asked
  where w.slug = slug_asked;
  perform set_config('app.workspace', coalesce(workspace_id::text, ''), true),
          set_config('app.person', case when workspace_id is null then '' else person_asked::text end, true);
  if workspace_id is not null then
    return next;
  end if;
end $$;

-- The host app enters any workspace with a living key.
create function enter_workspace_as_host(slug_asked text, key_hash bytea)
  returns table (key_id uuid, workspace_id uuid, workspace_name text, plan text)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return query
    select k.id, w.id, w.name, w.plan
    from host_keys k left join workspaces w on w.slug = slug_asked
    where k.hash = key_hash and k.ended_at is null;
  perform set_config('app.person', '', true);
  perform set_config('app.workspace', coalesce((
    select w.id::text from workspaces w, host_keys k
    where w.slug = slug_asked and k.hash = key_hash and k.ended_at is null), ''), true);
end $$;

-- What a session needs outside of any workspace: who it is, and which workspaces it may go to.
create function enter_as_person(person_asked uuid, epoch_asked integer)
  returns table (person_name text, operator boolean, workspace_slug text, workspace_name text, role text)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('app.workspace', '', true);
  perform set_config('app.person', coalesce((
    select p.id::text from people p where p.id = person_asked and p.epoch = epoch_asked), ''), true);
  return query
    select p.name, p.operator, w.slug, w.name, m.role
    from people p
    left join members m on m.person_id = p.id and m.left_at is null
    left join workspaces w on w.id = m.workspace_id
    where p.id = person_asked and p.epoch = epoch_asked
    order by m.joined_at, w.slug;
end $$;

-- Demo sign-in: who stands behind a handle. Granted to the app, called only while demo mode is on.
create function person_by_handle(handle_asked text) returns table (person_id uuid, epoch integer)
  language sql security definer set search_path = public, pg_temp
  begin atomic
    select p.id, p.epoch from people p where p.handle = handle_asked;
  end;

create function end_sessions() returns void
  language sql security definer set search_path = public, pg_temp
  begin atomic
    update people set epoch = epoch + 1 where id = current_person();
  end;

revoke execute on all functions in schema public from public;
grant execute on function current_workspace(), current_person() to ${app}, ${engine};
grant execute on function enter_workspace(text, uuid, integer), enter_workspace_as_host(text, bytea),
  enter_as_person(uuid, integer), person_by_handle(text), end_sessions() to ${app};
