-- What a member asked for is answered in words, and closes when the thing is done. "action" now names what was needed then.
alter table access_requests add answer text;
create index access_requests_newest on access_requests (workspace_id, asked_at desc);
create policy doors on access_requests for select to ${owner} using (true);

-- What people would like to connect and can't: an entry that is coming soon, or words that found nothing. One wish each.
create table wishes (
  workspace_id uuid not null references workspaces,
  id           uuid not null default uuidv7(),
  asked_by     uuid not null,
  integration  text,
  words        text,
  asked_at     timestamptz not null default now(),
  primary key (workspace_id, id),
  check ((integration is null) <> (words is null))
);
create unique index one_wish_per_entry on wishes (workspace_id, asked_by, integration) where integration is not null;
create unique index one_wish_per_words on wishes (workspace_id, asked_by, lower(words)) where words is not null;
alter table wishes enable row level security;
alter table wishes force row level security;
create policy inside on wishes to ${app} using (workspace_id = (select current_workspace()));
grant select, insert on wishes to ${app};

-- Operators see what is wished for and how often, and never by whom.
create policy demand on wishes for select to ${engine} using (true);
grant select (integration, words, asked_at) on wishes to ${engine};

-- Whoever may answer requests is told how many wait, on every page and in the page's own trip.
drop function enter_workspace(text, uuid, integer);
create function enter_workspace(slug_asked text, person_asked uuid, epoch_asked integer)
  returns table (workspace_id uuid, workspace_name text, plan text, member_name text, role text, billing boolean, other_workspaces integer,
                 requests_waiting integer)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select w.id, w.name, w.plan, m.name, m.role, m.billing,
         (select count(*)::integer from members o where o.person_id = person_asked and o.left_at is null and o.workspace_id <> w.id),
         case when m.role = 'admin'
              then (select count(*)::integer from access_requests r
                    where r.workspace_id = w.id and r.approved_at is null and r.declined_at is null and r.done_at is null)
              else 0 end
  into workspace_id, workspace_name, plan, member_name, role, billing, other_workspaces, requests_waiting
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
revoke execute on function enter_workspace(text, uuid, integer) from public;
grant execute on function enter_workspace(text, uuid, integer) to ${app};
