-- What is due is locked and then written where it stands (ctid), without looking for it by its key again. That asks for the whole row,
-- of which the engine could see each column already.
grant select on checks_due to ${engine};
