-- A check or a renewal that goes wrong in the program itself is tried later and later, and set aside after the fifth time.
alter table checks_due add mishaps smallint not null default 0;
create index checks_due_aside on checks_due (mishaps) where mishaps >= 5;
grant select (mishaps), update (mishaps) on checks_due to ${engine};
