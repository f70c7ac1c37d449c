-- Whoever wished for something may say what for, take it back, and is told once when it is here.
alter table wishes
  add column sentence text,
  add column told_at  timestamptz;
create policy own_change on wishes as restrictive for update to ${app} using (asked_by = (select current_person()));
create policy own_end on wishes as restrictive for delete to ${app} using (asked_by = (select current_person()));
grant update (sentence, told_at), delete on wishes to ${app};

-- Operators read why, and never of whom.
grant select (sentence) on wishes to ${engine};
